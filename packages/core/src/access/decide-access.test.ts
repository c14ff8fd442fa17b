import { describe, expect, it } from 'vitest';
import { issuedAt, makeVendor } from '../../test/vendor.js';
import type { VerifiedLicense } from '../document/verified-license.js';
import { verifyDocument } from '../document/verify-document.js';
import { createTrustedKeys } from '../trust/trusted-keys.js';
import { decideAccess, type AccessQuestion } from './decide-access.js';
import { turningPoints } from './standing.js';

const vendor = makeVendor();
const pins = createTrustedKeys(vendor.root.pem);

function licensed(changes: Record<string, unknown> = {}): VerifiedLicense {
  const verification = verifyDocument(vendor.license(changes), {
    kind: 'domain-license',
    product: 'acme-shop',
    pins,
  });
  if (!verification.ok) throw new Error(verification.detail);
  return verification.license;
}

const timesAt = (instant: number) => ({ lastSignedAt: instant, clockMark: instant });

const codeOf = (license: VerifiedLicense, now: number, host = 'example.com', feature?: string) => {
  const decision = decideAccess(license, {
    host,
    now,
    ...(feature === undefined ? {} : { feature }),
  });
  return decision.allowed ? 'allowed' : decision.code;
};

describe('decideAccess', () => {
  it('allows a licensed host and tells the application about its license', () => {
    const license = licensed({ features: ['reports'], holder: 'Acme', exp: issuedAt + 10 });
    const decision = decideAccess(license, { host: 'www.example.com', now: issuedAt });
    expect(decision).toMatchObject({
      allowed: true,
      access: {
        licenseId: 'lic_1',
        product: 'acme-shop',
        host: 'www.example.com',
        expiresAt: issuedAt + 10,
        features: ['reports'],
        holder: 'Acme',
      },
    });
    expect(decision.allowed && decision.access.has('reports')).toBe(true);
    expect(decision.allowed && decision.access.has('export')).toBe(false);
    expect(decision.allowed && Object.isFrozen(decision.access)).toBe(true);
  });

  it('refuses every other host', () => {
    for (const host of [
      'evil-example.com',
      'example.com.evil.net',
      'examplexcom',
      'a.example.com',
      '',
    ]) {
      expect([host, codeOf(licensed(), issuedAt, host)]).toEqual([host, 'wrong_host']);
    }
  });

  it('counts the start in and the end out, to the second', () => {
    const license = licensed({ nbf: issuedAt + 10, exp: issuedAt + 20 });
    expect([9, 10, 19, 20, 21].map((seconds) => codeOf(license, issuedAt + seconds))).toEqual([
      'not_yet_valid',
      'allowed',
      'allowed',
      'expired',
      'expired',
    ]);
  });

  it('takes a license without an end for permanent', () => {
    expect(codeOf(licensed(), 253_402_300_799)).toBe('allowed');
  });

  it('lets the issue lie five minutes ahead, and no more', () => {
    expect(codeOf(licensed(), issuedAt - 300)).toBe('allowed');
    expect(codeOf(licensed(), issuedAt - 301)).toBe('clock_rolled_back');
  });

  it('asks for a feature only on a host that is licensed', () => {
    const license = licensed({ features: ['reports'] });
    expect(codeOf(license, issuedAt, 'example.com', 'reports')).toBe('allowed');
    expect(codeOf(license, issuedAt, 'example.com', 'export')).toBe('feature_missing');
    expect(codeOf(license, issuedAt, 'evil.test', 'reports')).toBe('wrong_host');
    expect(codeOf(licensed(), issuedAt, 'example.com', 'toString')).toBe('feature_missing');
  });

  it('never matches a scope that it does not know', () => {
    const license = licensed({ domains: [{ name: 'example.com', scope: 'everything' }] });
    expect(codeOf(license, issuedAt)).toBe('wrong_host');
  });

  it('changes its answer at the turning points only', () => {
    const license = licensed({ nbf: issuedAt + 10, exp: issuedAt + 20 });
    const points = turningPoints(license, timesAt(license.issuedAt));
    for (let now = issuedAt - 400; now < issuedAt + 100; now++) {
      const turns = codeOf(license, now) !== codeOf(license, now - 1);
      expect([now, turns]).toEqual([now, points.includes(now)]);
    }
  });
});

describe('the policy signed in a license', () => {
  const day = 86_400;
  const end = issuedAt + 10 * day;
  const answer = (license: VerifiedLicense, question: Partial<AccessQuestion>) => {
    const decision = decideAccess(license, {
      host: 'example.com',
      now: issuedAt,
      method: 'GET',
      ...question,
    });
    return decision.allowed ? decision.access.warnings.join() || 'allowed' : `no ${decision.code}`;
  };

  it('lets a license serve in full through its days of grace, to the second', () => {
    const license = licensed({ exp: end, policy: { graceDays: 2 } });
    const instants = [end - 1, end, end + 2 * day - 1, end + 2 * day];
    expect(instants.map((now) => answer(license, { now, method: 'POST' }))).toEqual([
      'allowed',
      'grace',
      'grace',
      'no expired',
    ]);
  });

  it.each([
    ['block', 'no expired', 'no expired'],
    ['warn', 'expired', 'expired'],
    ['read-only', 'expired', 'no expired'],
    ['a-later-idea', 'no expired', 'no expired'],
  ])('at expiry: %s', (onExpiry, get, post) => {
    const license = licensed({ exp: end, policy: { onExpiry, graceDays: 1 } });
    const now = end + day;
    expect(answer(license, { now })).toBe(get);
    expect(answer(license, { now, method: 'POST' })).toBe(post);
    expect(answer(license, { now, host: 'evil.test' })).toMatch(/^no/);
  });

  it.each([
    ['block', 'no stale', 'no stale'],
    ['warn', 'stale', 'stale'],
    ['read-only', 'stale', 'no stale'],
  ])('when nothing signed was heard for offlineDays: %s', (onStale, get, post) => {
    const license = licensed({ policy: { onStale, offlineDays: 3 } });
    const now = issuedAt + 3 * day;
    expect(answer(license, { now: now - 1 })).toBe('allowed');
    expect(answer(license, { now })).toBe(get);
    expect(answer(license, { now, method: 'DELETE' })).toBe(post);
    expect(answer(license, { now, lastSignedAt: issuedAt + 1 })).toBe('allowed');
  });

  it.each([
    [undefined, 'no clock_rolled_back'],
    ['warn', 'clock_rolled_back'],
    ['read-only', 'clock_rolled_back'],
  ])('when the clock went back behind a signed time: %s', (onClockBack, get) => {
    const license = licensed({ policy: { onClockBack } });
    const lastSignedAt = issuedAt + day;
    expect(answer(license, { now: lastSignedAt - 300, lastSignedAt })).toBe('allowed');
    expect(answer(license, { now: lastSignedAt - 301, lastSignedAt })).toBe(get);
  });

  it('tells the application that it is read-only, and takes an unnamed method for unsafe', () => {
    const license = licensed({ exp: end, policy: { onExpiry: 'read-only' } });
    const decision = decideAccess(license, { host: 'example.com', now: end, method: 'HEAD' });
    expect(decision).toMatchObject({ allowed: true, access: { readOnly: true } });
    expect(decideAccess(license, { host: 'example.com', now: end })).toMatchObject({
      code: 'expired',
    });
  });

  it('never warns about a start that has not come', () => {
    const license = licensed({ nbf: end, policy: { onExpiry: 'warn', onClockBack: 'warn' } });
    expect(answer(license, {})).toBe('no not_yet_valid');
  });

  it('opens development hosts to the machine itself, and to nobody else', () => {
    const open = licensed({ policy: { devHosts: true } });
    expect(answer(open, { host: 'shop.localhost', isLocal: true })).toBe('development_host');
    expect(answer(open, { host: 'shop.localhost', isLocal: false })).toBe('no wrong_host');
    expect(answer(open, { host: 'example.dev', isLocal: true })).toBe('no wrong_host');
    expect(answer(open, { isLocal: true })).toBe('allowed');
    expect(answer(licensed(), { host: 'localhost', isLocal: true })).toBe('no wrong_host');
  });

  it('changes its mind at the turning points only', () => {
    const policy = { graceDays: 1, offlineDays: 12, onExpiry: 'warn' };
    const license = licensed({ nbf: issuedAt + day, exp: end, policy });
    const points = turningPoints(license, timesAt(issuedAt));
    const near = points.flatMap((point) => [point - 1, point, point + 1]);
    for (const now of near) {
      const turns = answer(license, { now }) !== answer(license, { now: now - 1 });
      expect([now, turns]).toEqual([now, points.includes(now)]);
    }
  });
});
