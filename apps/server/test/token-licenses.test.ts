import { createTrustedKeys, fromPipeForm, verifyTokenLicense } from '@licet/core';
import { describe, expect, it } from 'vitest';
import { createProducts } from './support/licenses.js';
import { sellSerial } from './support/serials.js';
import {
  itemsOf,
  startServerForTest,
  startOfTests,
  type Answer,
  type TestServer,
} from './support/test-server.js';

const generate = '/token/TokenLicense/generate/tokenlic';
const register = '/token/TokenLicense/generate/tokenlic-registered';
const maintenance = '/token/TokenLicense/check/maintenance-plan';
const validate = '/token/TokenLicense/validate/tokenlic';
const day = 86_400;

async function start(): Promise<TestServer> {
  const server = await startServerForTest();
  await createProducts(server);
  return server;
}

const issue = (server: TestServer, serial: string, more: object = {}): Promise<Answer> =>
  server.post(
    generate,
    { tokenSerial: serial, programID: 'acme-shop', ...more },
    { key: server.keys.issue },
  );

const check = (server: TestServer, tokenLicense: string, more: object = {}): Promise<Answer> =>
  server.post(
    validate,
    { tokenLicense, programID: 'acme-shop', ...more },
    { key: server.keys.client },
  );

const bound = (uniqueIdentifier: string) => ({ uniqueIdentifier, boundToComputer: true });

describe('operation 11', () => {
  it('issues a token for 30 days that a product verifies offline with the root alone', async () => {
    const server = await start();
    const { serial, id } = await sellSerial(server, {
      maintenance: JSON.stringify({ supported: true, until: startOfTests + day }),
      features: JSON.stringify(['export']),
      policy: JSON.stringify({ graceDays: 3, onExpiry: 'block' }),
    });
    const answer = await issue(server, ` ${serial.toLowerCase()} `, bound('DEVICE12345'));
    expect(answer.status).toBe(200);
    expect(Object.keys(answer.json)).toEqual(['token', 'expiryDate']);
    expect(answer.json.expiryDate).toBe('2026-07-31T00:00:00Z');
    const keys = itemsOf(await server.get('/v1/signing-keys'));
    const pins = createTrustedKeys(keys.find(({ use }) => use === 'root')!.pem);
    const use = { product: 'acme-shop', pins, identifier: 'DEVICE12345' };
    expect(verifyTokenLicense(answer.json.token, { ...use, now: startOfTests })).toMatchObject({
      ok: true,
      license: {
        licenseId: id,
        serial,
        identifier: 'DEVICE12345',
        bound: true,
        features: ['export'],
      },
    });
    const later = { ...use, now: startOfTests + 31 * day };
    expect(verifyTokenLicense(answer.json.token, later)).toMatchObject({ warnings: ['grace'] });
    const release = { ...use, now: startOfTests, releasedAt: startOfTests + day + 1 };
    expect(verifyTokenLicense(answer.json.token, release)).toMatchObject({
      code: 'release_not_covered',
    });
  });

  it('takes a seat for each bound identifier, and none for the same one again', async () => {
    const server = await start();
    const { serial, id } = await sellSerial(server, { seats: 2 });
    for (const device of ['a', 'b', 'a', 'b', 'a']) {
      expect((await issue(server, serial, bound(device))).status).toBe(200);
    }
    expect(await issue(server, serial, bound('c'))).toMatchObject({
      status: 409,
      json: { code: 'no_seat_free' },
    });
    const seats = itemsOf(await server.get(`/v1/licenses/${id}/seats`));
    expect(seats).toMatchObject([
      { holder: 'a', kind: 'token', endsAt: '2026-07-31T00:00:00Z' },
      { holder: 'b', kind: 'token' },
    ]);
    expect((await issue(server, serial)).status).toBe(200);
    server.clock.now += 30 * day;
    expect((await issue(server, serial, bound('c'))).status).toBe(200);
  });

  it('issues none for a seat that is not for sale any more, and the old one is good until its end', async () => {
    const server = await start();
    const { serial, id } = await sellSerial(server, { seats: 3 });
    const old = String((await issue(server, serial, bound('a'))).json.token);
    for (const device of ['b', 'c']) await issue(server, serial, bound(device));
    const sellSeats = (seats: number) =>
      server.post(`/v1/licenses/${id}`, { seats }, { method: 'PATCH' });
    await sellSeats(2);
    server.clock.now += 20 * day;
    expect((await check(server, old, { uniqueIdentifier: 'a' })).status).toBe(200);
    const renew = (device: string) => issue(server, serial, bound(device));
    expect((await renew('c')).json.code).toBe('no_seat_free');
    expect((await renew('a')).json.expiryDate).toBe('2026-08-20T00:00:00Z');
    const seats = async () =>
      itemsOf(await server.get(`/v1/licenses/${id}/seats`)) as unknown as { holder: string }[];
    expect((await seats()).map(({ holder }) => holder)).toEqual(['a', 'b', 'c']);
    // That of b is free: c has a right to one of the two then, and moves to it.
    const { items } = (await server.get(`/v1/activations?license=${id}`)).json;
    const ofB = (items as { id: string; identifier: string }[]).find(
      ({ identifier }) => identifier === 'b',
    )!;
    await server.post(`/v1/activations/${ofB.id}/revoke`, undefined);
    expect((await renew('c')).status).toBe(200);
    expect(await seats()).toMatchObject([
      { holder: 'a', seat: 0 },
      { holder: 'c', seat: 1 },
    ]);
    expect((await renew('b')).json.code).toBe('no_seat_free');
  });

  it('shares the seats with leases exactly, 60 devices and 60 leases at once', async () => {
    const server = await start();
    const { serial, id } = await sellSerial(server, { seats: 7 });
    const names = Array.from({ length: 60 }, (_, index) => `device-${String(index)}`);
    const answers = await Promise.all(
      names.flatMap((name) => [
        issue(server, serial, bound(name)),
        server.post('/v1/leases', { licenseId: id, holder: `lease-${name}` }),
      ]),
    );
    expect(answers.filter(({ status }) => status < 300)).toHaveLength(7);
    expect(answers.filter(({ json }) => json.code === 'no_seat_free')).toHaveLength(113);
    expect(itemsOf(await server.get(`/v1/licenses/${id}/seats`))).toHaveLength(7);
  });

  it('ends with the license at the latest, and needs one that may be used', async () => {
    const server = await start();
    const { serial } = await sellSerial(server, { valid_to: startOfTests + 5 * day });
    expect((await issue(server, serial)).json.expiryDate).toBe('2026-07-06T00:00:00Z');
    server.clock.now += 5 * day;
    expect((await issue(server, serial)).json).toMatchObject({ code: 'license_expired' });
    const early = await sellSerial(server, { valid_from: server.clock.now + 1 });
    expect((await issue(server, early.serial)).json.code).toBe('license_not_yet_valid');
    const stopped = await sellSerial(server);
    await server.post(`/v1/licenses/${stopped.id}/suspend`, {});
    expect(await issue(server, stopped.serial)).toMatchObject({
      status: 409,
      json: { code: 'license_suspended' },
    });
  });

  it('names what is wrong with a request', async () => {
    const server = await start();
    const { serial } = await sellSerial(server);
    const cases: [object, number, string, string | undefined][] = [
      [{ tokenSerial: 'TOK123456789012345030' }, 404, 'license_not_found', 'tokenSerial'],
      [{ programID: 'acme-cloud' }, 404, 'license_not_found', 'tokenSerial'],
      [{ boundToComputer: true }, 400, 'missing_field', 'uniqueIdentifier'],
      [{ boundToComputer: true, uniqueIdentifier: null }, 400, 'missing_field', 'uniqueIdentifier'],
      [{ boundToComputer: true, uniqueIdentifier: '  ' }, 400, 'missing_field', 'uniqueIdentifier'],
      [{ tokenSerial: 'two words' }, 400, 'invalid_field', 'tokenSerial'],
      [{ uniqueIdentifier: 'x'.repeat(201) }, 400, 'invalid_field', 'uniqueIdentifier'],
      [{ uniqueIdentifier: 'a\u202eb' }, 400, 'invalid_field', 'uniqueIdentifier'],
      [{ boundToComputer: 'true' }, 400, 'invalid_field', 'boundToComputer'],
    ];
    for (const [change, status, code, field] of cases) {
      expect([change, await issue(server, serial, change)]).toMatchObject([
        change,
        { status, json: { code, field } },
      ]);
    }
  });

  it('gives a repetition of a request with its key the very same token', async () => {
    const server = await start();
    const { serial } = await sellSerial(server, { seats: 1 });
    const send = () =>
      server.post(
        generate,
        { tokenSerial: serial, programID: 'acme-shop', ...bound('a') },
        { headers: { 'idempotency-key': 'once' } },
      );
    const first = await send();
    server.clock.now += 60;
    expect((await send()).json).toEqual(first.json);
    expect((await issue(server, serial, bound('a'))).json.token).not.toBe(first.json.token);
  });
});

describe('operation 12', () => {
  it('notes the holder apart from the token, until it is to be forgotten', async () => {
    const server = await start();
    const { serial, id } = await sellSerial(server);
    const order = { tokenSerial: serial, programID: 'acme-shop', ...bound('DEVICE12345') };
    const person = { name: 'Ada Lovelace', email: 'ada@example.com' };
    const answer = await server.post(register, { ...order, ...person }, { key: server.keys.issue });
    expect(answer.status).toBe(200);
    const payload = fromPipeForm(answer.json.token)!.split('.')[1]!;
    const signed = Buffer.from(payload, 'base64url').toString();
    for (const secret of Object.values(person)) {
      expect(signed).not.toContain(secret);
      expect(server.log.join('')).not.toContain(secret);
    }
    const path = `/v1/licenses/${id}/holders`;
    expect((await server.get(path)).json.items).toEqual([
      { identifier: 'DEVICE12345', ...person, updatedAt: '2026-07-01T00:00:00Z' },
    ]);
    expect((await server.get(path, { key: server.keys.issue })).status).toBe(403);
    const forget = (identifier: string) =>
      server.get(`${path}?identifier=${identifier}`, { method: 'DELETE' });
    expect((await forget('other')).json.code).toBe('holder_not_found');
    expect((await forget('DEVICE12345')).json).toEqual({ deleted: true });
    expect((await server.get(path)).json.items).toEqual([]);
  });

  it('takes null for a name and an address that are not given', async () => {
    const server = await start();
    const { serial, id } = await sellSerial(server);
    const order = { tokenSerial: serial, programID: 'acme-shop', uniqueIdentifier: null };
    const answer = await server.post(register, { ...order, name: null, email: null });
    expect(answer.status).toBe(200);
    expect((await server.get(`/v1/licenses/${id}/holders`)).json.items).toMatchObject([
      { identifier: '' },
    ]);
    const bad = await server.post(register, { ...order, email: 'not an address' });
    expect(bad.json).toMatchObject({ code: 'invalid_field', field: 'email' });
  });
});

describe('operation 13', () => {
  it.each([
    [null, false, null],
    [{ supported: false }, false, null],
    [{ supported: true }, true, false],
    [{ supported: true, until: startOfTests + day }, true, true],
  ])('reads %j as %s, %s', async (claim, maintenancePlanSupported, hasMaintenancePlan) => {
    const server = await start();
    const terms = claim === null ? null : JSON.stringify(claim);
    const { serial } = await sellSerial(server, { maintenance: terms });
    const { token } = (await issue(server, serial)).json;
    const answer = await server.post(
      maintenance,
      { generatedToken: token },
      { key: server.keys.client },
    );
    expect([answer.status, answer.json]).toEqual([
      200,
      { maintenancePlanSupported, hasMaintenancePlan },
    ]);
  });

  it('is refused for what was not signed here', async () => {
    const server = await start();
    for (const generatedToken of ['no bar', 'YQ==|YQ==', 'a|b|c']) {
      const answer = await server.post(maintenance, { generatedToken });
      expect(answer).toMatchObject({
        status: 400,
        json: { code: 'invalid_token', field: 'generatedToken' },
      });
    }
  });
});

describe('operation 14', () => {
  it('answers with the serial and the end', async () => {
    const server = await start();
    const { serial } = await sellSerial(server);
    const { token } = (await issue(server, serial, bound('DEVICE12345'))).json;
    const answer = await check(server, token, { uniqueIdentifier: 'DEVICE12345' });
    expect([answer.status, answer.json]).toEqual([
      200,
      {
        Message: 'Token license is valid.',
        TokenSerial: serial,
        ExpiryDate: '2026-07-31T00:00:00Z',
      },
    ]);
  });

  it('says why a token is not good', async () => {
    const server = await start();
    const { serial, id } = await sellSerial(server);
    const token = String((await issue(server, serial, bound('a'))).json.token);
    const [body, signature] = token.split('|');
    const other = String((await issue(server, serial, bound('b'))).json.token);
    const cases: [string, object, string][] = [
      ['TOKEN-WITHOUT-BAR', {}, 'invalid_token'],
      [`${token}|`, {}, 'invalid_token'],
      [`${signature}|${body}`, {}, 'invalid_token'],
      [`${body}|${other.split('|')[1]}`, { uniqueIdentifier: 'a' }, 'invalid_token'],
      [token, { programID: 'acme-cloud', uniqueIdentifier: 'a' }, 'wrong_product'],
      [token, { uniqueIdentifier: 'b' }, 'wrong_identifier'],
      [token, { uniqueIdentifier: null }, 'wrong_identifier'],
      [token, { uniqueIdentifier: '' }, 'wrong_identifier'],
      [token, {}, 'wrong_identifier'],
    ];
    for (const [text, more, code] of cases) {
      expect([more, await check(server, text, more)]).toMatchObject([
        more,
        { status: 400, json: { code } },
      ]);
    }
    await server.post(`/v1/licenses/${id}/suspend`, {});
    expect(await check(server, token, { uniqueIdentifier: 'a' })).toMatchObject({
      status: 409,
      json: { code: 'license_suspended' },
    });
    await server.post(`/v1/licenses/${id}/reinstate`, {});
    server.clock.now += 30 * day;
    expect((await check(server, token, { uniqueIdentifier: 'a' })).json.code).toBe('token_expired');
  });

  it('lets a token that is not bound count anywhere, but not for somebody else', async () => {
    const server = await start();
    const { serial } = await sellSerial(server);
    const anonymous = (await issue(server, serial)).json.token;
    for (const uniqueIdentifier of [undefined, null, 'anybody']) {
      expect((await check(server, anonymous, { uniqueIdentifier })).status).toBe(200);
    }
    const named = (await issue(server, serial, { uniqueIdentifier: 'ada' })).json.token;
    expect((await check(server, named)).status).toBe(200);
    expect((await check(server, named, { uniqueIdentifier: 'bob' })).status).toBe(400);
  });
});
