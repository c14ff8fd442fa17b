import { describe, expect, it } from 'vitest';
import { issuedAt, makeVendor } from '../test/vendor.js';
import type { RequestFacts } from './domain/host.js';
import type { GateEvent } from './gate-events.js';
import { createGate, type GateOptions } from './gate.js';
import type { LicenseReceiver } from './license-source.js';

const vendor = makeVendor();
const stranger = makeVendor();

function facts(host: string, changes: Partial<RequestFacts> = {}): RequestFacts {
  return {
    rawHeaders: ['Accept', '*/*', 'Host', host],
    url: '/',
    method: 'GET',
    remoteAddress: '203.0.113.9',
    localAddress: '203.0.113.1',
    ...changes,
  };
}

function setUp(changes: Partial<GateOptions> = {}) {
  let now = issuedAt;
  const events: GateEvent[] = [];
  let receiver: LicenseReceiver | undefined;
  let stopped = false;
  const source = {
    start: (started: LicenseReceiver) => {
      receiver = started;
      return () => {
        stopped = true;
      };
    },
  };
  const gate = createGate({
    product: 'acme-shop',
    license: source,
    publicKeys: vendor.root.pem,
    clock: () => now,
    onEvent: (event) => events.push(event),
    ...changes,
  });
  const check = (...args: Parameters<typeof facts>) => {
    const decision = gate.check(facts(...args));
    return decision.allowed ? 'allowed' : decision.code;
  };
  return {
    gate,
    events,
    check,
    deliver: (text: string) => receiver?.deliver(text),
    seen: (signedAt: number) => receiver?.seen(signedAt),
    fail: (detail: string) => receiver?.fail(detail),
    passTo: (instant: number) => {
      now = instant;
    },
    isStopped: () => stopped,
  };
}

describe('a gate', () => {
  it('decides by the license text it was given', () => {
    const { check } = setUp({ license: vendor.license() });
    expect(check('example.com')).toBe('allowed');
    expect(check('www.example.com:8080')).toBe('allowed');
    expect(check('evil.test')).toBe('wrong_host');
    expect(check('example.com, evil.test')).toBe('bad_host');
  });

  it('asks for patience while there is no license', () => {
    const { check, fail } = setUp();
    expect(check('example.com')).toBe('no_license');
    fail('The license file cannot be read (ENOENT).');
    expect(check('example.com')).toBe('no_license');
  });

  it('says a definite no when the only license is not acceptable', () => {
    const { check, deliver } = setUp();
    deliver(stranger.license());
    expect(check('example.com')).toBe('untrusted_key');
  });

  it('keeps the last good license when a bad one comes or the file goes', () => {
    const { check, deliver, fail, events } = setUp();
    deliver(vendor.license());
    deliver(stranger.license());
    deliver('');
    fail('gone');
    expect(check('example.com')).toBe('allowed');
    expect(events.map((event) => event.type)).toEqual([
      'license-loaded',
      'license-failed',
      'license-failed',
      'license-failed',
    ]);
  });

  it('takes up a new license at once, for hosts it has already answered too', () => {
    const { check, deliver } = setUp();
    deliver(vendor.license());
    expect(check('example.com')).toBe('allowed');
    deliver(vendor.license({ gen: 2, domains: [{ name: 'example.org', scope: 'host' }] }));
    expect(check('example.com')).toBe('wrong_host');
    expect(check('example.org')).toBe('allowed');
  });

  it('stops at the second of the end, and goes on with a renewed license', () => {
    const { check, deliver, passTo } = setUp();
    deliver(vendor.license({ exp: issuedAt + 10 }));
    const answers = [0, 9, 10, 9].map((seconds) => {
      passTo(issuedAt + seconds);
      return check('example.com');
    });
    expect(answers).toEqual(['allowed', 'allowed', 'expired', 'allowed']);
    passTo(issuedAt + 10);
    deliver(vendor.license({ gen: 2, exp: issuedAt + 20 }));
    expect(check('example.com')).toBe('allowed');
  });

  it('never gives one request the answer of another', () => {
    const { gate } = setUp({ license: vendor.license(), trustedProxies: ['127.0.0.1'] });
    const peers = ['127.0.0.1', '203.0.113.9'];
    const hosts = ['example.com', 'evil.test', 'Example.com', 'a,b'];
    const forwards = [undefined, 'example.com', 'evil.test', 'a,b'];
    const urls = ['/', 'http://example.com/', 'http://evil.test/'];
    const authorities = [undefined, 'example.com', 'evil.test'];
    const requests = peers.flatMap((remoteAddress) =>
      hosts.flatMap((host) =>
        forwards.flatMap((forward) =>
          urls.flatMap((url) =>
            authorities.map((authority) => {
              const request = facts(host, { remoteAddress, url, authority });
              const rawHeaders =
                forward === undefined
                  ? request.rawHeaders
                  : [...request.rawHeaders, 'x-forwarded-host', forward];
              return { ...request, rawHeaders };
            }),
          ),
        ),
      ),
    );
    const alone = requests.map(
      (request) =>
        setUp({ license: vendor.license(), trustedProxies: ['127.0.0.1'] }).gate.check(request)
          .allowed,
    );
    for (const step of [1, 7, 11]) {
      for (let index = 0; index < requests.length; index++) {
        const at = (index * step) % requests.length;
        const request = requests[at];
        expect([at, request && gate.check(request).allowed]).toEqual([at, alone[at]]);
      }
    }
  });

  it.each([
    ['a plain license', {}],
    ['one of names below', { domains: [{ name: 'example.com', scope: 'subdomains' }] }],
    ['one of development hosts', { policy: { devHosts: true } }],
    ['one that warns at its end', { policy: { onExpiry: 'warn' } }],
    ['one that can be read at its end', { policy: { onExpiry: 'read-only' } }],
  ])('refuses the hosts of others alike, just after its own host or not: %s', (_what, changes) => {
    const license = vendor.license({ exp: issuedAt + 40 * 86_400, ...changes });
    const local = { remoteAddress: '127.0.0.1', localAddress: '127.0.0.1' };
    const requests = [
      'example.com',
      'a.example.com',
      'evil.test',
      'localhost',
      'example.com.',
    ].flatMap((host) =>
      ['GET', 'POST'].flatMap((method) => [
        facts(host, { method }),
        facts(host, { method, ...local }),
      ]),
    );
    const warm = setUp({ license });
    for (const days of [0, 9, 20, 39, 41, 39, -400, 1]) {
      for (const request of requests) {
        const cold = setUp({ license });
        for (const { passTo } of [warm, cold]) passTo(issuedAt + days * 86_400);
        for (const own of ['example.com', 'a.example.com']) warm.check(own);
        expect(JSON.stringify(warm.gate.check(request))).toBe(
          JSON.stringify(cold.gate.check(request)),
        );
      }
    }
  });

  it('stays with the latest document of a license, whatever is put back in its place', () => {
    const { check, deliver, events } = setUp();
    deliver(vendor.license({ gen: 2, domains: [{ name: 'example.org', scope: 'host' }] }));
    deliver(vendor.license({ gen: 1 }));
    expect(events.at(-1)).toMatchObject({ type: 'license-failed', code: 'older_document' });
    expect(check('example.com')).toBe('wrong_host');
    deliver(vendor.license({ sub: 'lic_2' }));
    expect(check('example.com')).toBe('allowed');
  });

  it('knows from the latest signed time that the clock was set back', () => {
    const { check, deliver, passTo } = setUp();
    deliver(vendor.license({ iat: issuedAt + 900 }));
    deliver(vendor.license({ gen: 2, iat: issuedAt }));
    expect(check('example.com')).toBe('clock_rolled_back');
    passTo(issuedAt + 600);
    expect(check('example.com')).toBe('allowed');
    passTo(issuedAt + 100_000_000);
    expect(check('example.com')).toBe('allowed');
    passTo(issuedAt + 600);
    expect(check('example.com')).toBe('allowed');
  });

  it('tells its source whether it took what was delivered', () => {
    const { deliver } = setUp();
    expect(deliver(stranger.license())).toMatchObject({ ok: false, code: 'untrusted_key' });
    const license = { licenseId: 'lic_1', generation: 2 };
    expect(deliver(vendor.license({ gen: 2 }))).toMatchObject({ ok: true, license });
    expect(deliver(vendor.license({ gen: 1 }))).toMatchObject({
      ok: false,
      code: 'older_document',
    });
  });

  it.each(['before', 'after'])(
    'knows a clock that was set back from a signed time remembered %s the license came',
    (order) => {
      const { check, deliver, seen, passTo } = setUp();
      if (order === 'before') seen(issuedAt + 900);
      deliver(vendor.license());
      expect(check('example.com')).toBe(order === 'before' ? 'clock_rolled_back' : 'allowed');
      seen(issuedAt + 900);
      passTo(issuedAt + 599);
      expect(check('example.com')).toBe('clock_rolled_back');
      passTo(issuedAt + 600);
      expect(check('example.com')).toBe('allowed');
      seen(issuedAt + 1);
      seen(NaN);
      passTo(issuedAt + 599);
      expect(check('example.com')).toBe('clock_rolled_back');
    },
  );

  it('does not take a remembered time for a fresh word from the vendor', () => {
    const { check, deliver, seen, passTo } = setUp();
    deliver(vendor.license({ policy: { offlineDays: 1 } }));
    passTo(issuedAt + 86_400);
    expect(check('example.com')).toBe('stale');
    seen(issuedAt + 86_400);
    expect(check('example.com')).toBe('stale');
    deliver(vendor.license({ gen: 2, iat: issuedAt + 1, policy: { offlineDays: 1 } }));
    expect(check('example.com')).toBe('allowed');
  });

  it('goes by the policy for each method, and remembers no answer that is not for all', () => {
    const { gate, events } = setUp({
      license: vendor.license({ exp: issuedAt, policy: { onExpiry: 'read-only', devHosts: true } }),
    });
    const ask = (method: string, changes: Partial<RequestFacts> = {}, host = 'example.com') =>
      gate.check(facts(host, { method, ...changes })).allowed;
    expect([ask('GET'), ask('POST'), ask('HEAD'), ask('PUT')]).toEqual([true, false, true, false]);
    expect(events.at(-2)).toMatchObject({ type: 'request-warned', warnings: ['expired'] });
    const local = { remoteAddress: '127.0.0.1', localAddress: '127.0.0.1' };
    expect([ask('GET', local, 'localhost'), ask('GET', {}, 'localhost')]).toEqual([true, false]);
  });

  it('asks for a feature where a route requires one', () => {
    const { gate } = setUp({ license: vendor.license({ features: ['reports'] }) });
    expect(gate.check(facts('example.com'), { feature: 'reports' }).allowed).toBe(true);
    expect(gate.check(facts('example.com'), { feature: 'export' })).toMatchObject({
      code: 'feature_missing',
    });
    expect(gate.check(facts('example.com')).allowed).toBe(true);
  });

  it('reports what it refuses, and does not care whether the listener works', () => {
    const { gate, events } = setUp({ license: vendor.license() });
    gate.check(facts('evil.test'));
    expect(events.at(-1)).toMatchObject({ type: 'request-refused', code: 'wrong_host' });
    const failing = setUp({
      license: vendor.license(),
      onEvent: () => {
        throw new Error('listener');
      },
    });
    expect(failing.check('evil.test')).toBe('wrong_host');
  });

  it('tells of an end that comes near, once at each step', () => {
    const day = 86_400;
    const { check, deliver, passTo, events } = setUp();
    deliver(vendor.license({ exp: issuedAt + 100 * day }));
    for (let hours = 0; hours < 101 * 24; hours += 5) {
      passTo(issuedAt + hours * 3600);
      check('example.com');
      check('evil.test');
    }
    const notices = events.filter((event) => event.type === 'license-expiring');
    expect(notices.map(({ daysLeft }) => daysLeft)).toEqual([30, 14, 7, 3, 1]);
  });

  it('shows on a health page how it stands', () => {
    const { gate, check, deliver, fail, passTo } = setUp();
    expect(gate.status()).toEqual({
      licenses: 0,
      statusLists: [],
      lastListFailure: undefined,
      license: undefined,
      lastFailure: undefined,
      counts: { loaded: 0, failed: {}, refused: {}, warned: {} },
    });
    const end = issuedAt + 3 * 86_400;
    deliver(vendor.license({ exp: end, policy: { graceDays: 1 } }));
    fail('The license file cannot be read (ENOENT).');
    for (const host of ['evil.test', 'evil.test', 'a,b']) check(host);
    expect(gate.status()).toEqual({
      licenses: 1,
      license: {
        licenseId: 'lic_1',
        generation: 1,
        issuedAt,
        expiresAt: end,
        expiresInDays: 3,
        lastSignedAt: issuedAt,
        troubles: [],
      },
      statusLists: [],
      lastListFailure: undefined,
      lastFailure: { code: 'no_license', detail: 'The license file cannot be read (ENOENT).' },
      counts: {
        loaded: 1,
        failed: { no_license: 1 },
        refused: { wrong_host: 2, bad_host: 1 },
        warned: {},
      },
    });
    passTo(end);
    check('example.com');
    expect(gate.status()).toMatchObject({
      license: { expiresInDays: 0, troubles: ['grace'] },
      counts: { warned: { grace: 1 } },
    });
    passTo(end + 86_400);
    expect(gate.status().license).toMatchObject({ expiresInDays: -1, troubles: ['expired'] });
  });

  it('stops its source when it is closed, and answers by the last license', () => {
    const { gate, check, deliver, isStopped } = setUp();
    deliver(vendor.license());
    gate.close();
    expect(isStopped()).toBe(true);
    expect(check('example.com')).toBe('allowed');
  });
});

describe('the options of a gate', () => {
  const good: GateOptions = {
    product: 'acme-shop',
    license: vendor.license(),
    publicKeys: vendor.root.pem,
  };
  it.each([
    ['product', { product: '' }],
    ['product', { product: undefined }],
    ['license', { license: 'license.dat' }],
    ['license', { license: './my.license.dat' }],
    ['license', { license: '' }],
    ['license', { license: undefined }],
    ['license', { license: {} }],
    ['publicKeys', { publicKeys: [] }],
    ['publicKeys[0]', { publicKeys: undefined }],
    ['publicKeys[1]', { publicKeys: [vendor.root.pem, 'x'] }],
    ['trustedProxies[0]', { trustedProxies: ['everyone'] }],
    ['trustProxy', { trustProxy: true }],
  ])('are refused when %s is wrong', (option, changes) => {
    expect(() => createGate({ ...good, ...changes } as GateOptions)).toThrow(
      expect.objectContaining({ code: 'invalid_options', option }) as Error,
    );
  });

  it('are not written to', () => {
    const options = Object.freeze({ ...good, trustedProxies: Object.freeze(['127.0.0.1']) });
    expect(() => createGate(options)).not.toThrow();
  });
});
