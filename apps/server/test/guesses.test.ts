import { createTrustedProxies } from '@licet/core';
import { createDomainKey } from '@licet/issuer';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sellSerial } from './support/serials.js';
import type { SeatRow } from '../src/db/tables.js';
import { v5Paths } from '../src/routes/v5/paths.js';
import type { Caller } from '../src/services/api-keys/authenticate.js';
import { checkoutLease } from '../src/services/leases/checkout-lease.js';
import type { Commit } from '../src/services/write.js';
import { createProducts, fetchFile, paths, sell, type Sold } from './support/licenses.js';
import {
  startServerForTest,
  startTestServer,
  type Answer,
  type TestServer,
} from './support/test-server.js';

let server: TestServer;
/** One whose key the server made, and one that somebody brought along. */
let made: Sold;
let imported: Sold;
beforeAll(async () => {
  server = await startTestServer({
    traffic: { guessesPerMinute: 10, trustedProxies: createTrustedProxies(['127.0.0.1']) },
  });
  await createProducts(server);
  made = await sell(server, { scriptname: 'acme-shop' });
  imported = await sell(server, { scriptname: 'acme-shop', domainkey: 'DOMAIN12345' });
});
afterAll(() => server.stop());
// Every test has an address of its own, and begins when all waits are over.
let address = '';
let tests = 0;
beforeEach(() => {
  server.clock.now += 3600;
  address = `192.0.2.${String((tests += 1))}`;
});

interface Asker {
  readonly at?: string;
  readonly key?: string;
}

const status = (domainKey: string, { at = address, key = server.keys.client }: Asker = {}) =>
  server.post(paths.status, { domainKey }, { key, headers: { 'x-forwarded-for': at } });
const guess = (asker?: Asker) => status(`GUESS-${String((guesses += 1))}`, asker);
let guesses = 0;

async function guessOften(times: number, asker?: Asker): Promise<void> {
  for (let index = 0; index < times; index += 1) {
    const answer = await guess(asker);
    expect(answer).toMatchObject({ status: 200, json: { valid: false } });
  }
}

function expectWait(answer: Answer, seconds: number): void {
  expect(answer).toMatchObject({ status: 429, json: { code: 'too_many_guesses' } });
  expect(answer.headers.get('retry-after')).toBe(String(seconds));
}

describe('wrong domain keys', () => {
  it('are answered ten times a minute, and then ever later', async () => {
    await guessOften(10);
    expectWait(await guess(), 2);
    for (const wait of [2, 4, 8, 16, 32, 60]) {
      server.clock.now += wait - 1;
      expectWait(await guess(), 1);
      server.clock.now += 1;
      await guessOften(1);
    }
    expectWait(await guess(), 60);
  });

  it('are answered alike whether they have the form of ours or not', async () => {
    for (let index = 0; index < 10; index += 1) {
      expect(await status(createDomainKey())).toMatchObject({ status: 200 });
    }
    expectWait(await status(createDomainKey()), 2);
    expectWait(await status('IMPORTED-1'), 2);
  });

  it('make only their own address wait', async () => {
    await guessOften(10);
    expectWait(await guess(), 2);
    await guessOften(1, { at: '198.51.100.1' });
  });

  it('count together in all operations that take one', async () => {
    const headers = { 'x-forwarded-for': address };
    const { scriptname, domainname } = made;
    const file = await fetchFile(server, made);
    const webLicenseFile = Buffer.from(file).toString('base64');
    const bodies = {
      status: { domainKey: 'WRONG' },
      activate: { scriptName: scriptname, domainName: domainname, domainKey: 'WRONG' },
      renew: { domainKey: 'WRONG', newValidToDate: '2030-01-01' },
      validate: { scriptname, domainname, domainkey: 'WRONG', webLicenseFile },
    };
    const send = (name: keyof typeof bodies) => server.post(paths[name], bodies[name], { headers });
    const names = Object.keys(bodies) as (keyof typeof bodies)[];
    const statuses = { status: 200, activate: 404, renew: 404, validate: 200 };
    for (let round = 0; round < 2; round += 1)
      for (const name of names) expect((await send(name)).status).toBe(statuses[name]);
    await guessOften(2);
    for (const name of names) expectWait(await send(name), 2);
  });

  it('are not those that stand beside a file of somebody else, which nobody looks up', async () => {
    const { scriptname, domainname } = made;
    const body = { scriptname, domainname, domainkey: 'WRONG', webLicenseFile: 'YS5iLmM=' };
    for (let index = 0; index < 30; index += 1) {
      const answer = await server.post(paths.validate, body, {
        headers: { 'x-forwarded-for': address },
      });
      expect(answer).toMatchObject({ status: 200, json: { valid: false } });
    }
  });

  it('are also those that fit another domain, or the count would tell that they exist', async () => {
    const ask = () =>
      server.post(
        paths.activate,
        { scriptName: imported.scriptname, domainName: 'other.example', domainKey: 'DOMAIN12345' },
        { headers: { 'x-forwarded-for': address } },
      );
    for (let index = 0; index < 10; index += 1) expect((await ask()).status).toBe(404);
    expectWait(await ask(), 2);
  });

  it('count for the API key too, a hundred times as many', async () => {
    const { text: key } = await server.createKey({ scope: 'client', name: 'stolen' });
    for (let index = 0; index < 1000; index += 1) {
      await guessOften(1, { key, at: `198.51.${String(index >> 2)}.1` });
    }
    expectWait(await guess({ key, at: '203.0.113.1' }), 2);
    expect(await status(made.domainkey, { key, at: '203.0.113.1' })).toMatchObject({ status: 200 });
    await guessOften(1, { at: '203.0.113.1' });
  });
});

describe('the owner of a right domain key, beside somebody who guesses', () => {
  it('is answered at any time when the key was made here', async () => {
    await guessOften(10);
    for (let index = 0; index < 20; index += 1) {
      expect(await status(made.domainkey)).toMatchObject({ status: 200, json: { valid: true } });
    }
    expectWait(await guess(), 2);
  });

  it('has to wait like everybody with an imported key that is new at the address', async () => {
    await guessOften(10);
    expectWait(await status('DOMAIN12345'), 2);
    server.clock.now += 2;
    expect((await status('DOMAIN12345')).json).toMatchObject({ valid: true });
  });

  it('is answered with an imported key that was right there before, for a day', async () => {
    expect((await status('DOMAIN12345')).json).toMatchObject({ valid: true });
    server.clock.now += 86_000;
    await guessOften(10);
    expect((await status('DOMAIN12345')).json).toMatchObject({ valid: true });
    expectWait(await guess(), 2);
    server.clock.now += 2 * 86_400;
    await guessOften(10);
    expectWait(await status('DOMAIN12345'), 2);
  });

  it('cannot have that key guessed by the neighbor at any speed', async () => {
    expect((await status('DOMAIN12345')).json).toMatchObject({ valid: true });
    await guessOften(10);
    for (let index = 0; index < 60; index += 1) expectWait(await guess(), 2);
    expectWait(await status('DOMAIN12345'), 2);
  });
});

describe('wrong serials', () => {
  const checkout = (serial: string, headers: Record<string, string> = {}) =>
    server.post(
      '/v1/leases',
      { serial, holder: 'a' },
      { key: server.keys.client, headers: { 'x-forwarded-for': address, ...headers } },
    );
  const issue = (tokenSerial: string) =>
    server.post(
      v5Paths.generateTokenLicense,
      { tokenSerial, programID: 'acme-shop', uniqueIdentifier: 'a' },
      { headers: { 'x-forwarded-for': address } },
    );

  it('are answered ten times a minute, in all operations that take one; one of ours always', async () => {
    const { serial } = await sellSerial(server);
    const { serial: old } = await sellSerial(server, { serial: 'OLD-12345' });
    for (let index = 0; index < 5; index += 1) {
      expect((await checkout('WRONG')).status).toBe(404);
      expect((await issue(`WRONG-${String(index)}`)).status).toBe(404);
    }
    for (const send of [checkout, issue]) {
      expectWait(await send('WRONG'), 2);
      expectWait(await send(old), 2);
      expect((await send(serial)).status).toBeLessThan(300);
    }
    await guessOften(1);
  });

  it('count once also when others made the transaction begin again', async () => {
    const { context } = server;
    const { store, account, auditLog } = context;
    const { id: apiKeyId } = await server.createKey({ scope: 'client', name: 'guesser' });
    const caller: Caller = {
      accountId: account.id,
      product: undefined,
      actor: { kind: 'api-key', id: apiKeyId },
      apiKeyId,
      scope: 'client',
      kind: 'publishable',
      network: address,
      lastUsedAt: null,
    };
    const commit: Commit<SeatRow> = async (work, isolation) => {
      const undone = store.transact(async (db) => {
        await work(db, () => Promise.resolve());
        throw new Error('undone');
      });
      await expect(undone).rejects.toThrow('undone');
      return auditLog.transact(caller.actor, work, isolation);
    };
    for (let index = 0; index < 10; index += 1) {
      const outcome = await checkoutLease(
        context,
        caller,
        { serial: 'WRONG', holder: 'a' },
        commit,
      );
      expect(outcome).toMatchObject({ code: 'license_not_found', field: 'serial' });
    }
    expectWait(await checkout('WRONG'), 2);
  });

  it('are refused for the time being alone: the same request gets its own answer later', async () => {
    const { serial } = await sellSerial(server, { serial: 'OLD-67890' });
    const headers = { 'idempotency-key': 'once' };
    for (let index = 0; index < 10; index += 1) await checkout('WRONG');
    expectWait(await checkout(serial, headers), 2);
    server.clock.now += 2;
    expect((await checkout(serial, headers)).status).toBe(201);
  });
});

describe('wrong API keys', () => {
  it('are refused ten times a minute, and then ever later; a right one never', async () => {
    const ask = (key: string) =>
      server.get('/v1/licenses', { key, headers: { 'x-forwarded-for': address } });
    const wrong = [server.keys.admin.slice(0, -1) + '!', 'licet_sk_x', 'x'];
    for (let index = 0; index < 10; index += 1) {
      expect((await ask(wrong[index % 3]!)).status).toBe(401);
    }
    for (const key of wrong) expectWait(await ask(key), 2);
    expect((await ask(server.keys.admin)).status).toBe(200);
    await guessOften(1);
    server.clock.now += 2;
    expect((await ask('x')).status).toBe(401);
    expectWait(await ask('x'), 4);
  });

  it('are not those that are not sent', async () => {
    const headers = { 'x-forwarded-for': address };
    for (let index = 0; index < 30; index += 1) {
      expect((await server.get('/v1/licenses', { key: '', headers })).status).toBe(401);
    }
  });
});

describe('without a limit', () => {
  it('nobody who guesses has to wait', async () => {
    const open = await startServerForTest({ traffic: { guessesPerMinute: 0 } });
    for (let index = 0; index < 50; index += 1) {
      expect((await open.post(paths.status, { domainKey: 'WRONG' })).status).toBe(200);
      expect((await open.get('/v1/licenses', { key: 'x' })).status).toBe(401);
    }
  });
});
