import { describe, expect, it } from 'vitest';
import { createProducts, sell } from './support/licenses.js';
import { startOfTests, startServerForTest, type TestServer } from './support/test-server.js';
import {
  createSetting,
  decodePart,
  exchangeToken,
  forge,
  generateToken,
  statusFor,
  tokenPaths,
  validateToken,
} from './support/tokens.js';

const mintedKeysOf = async (server: TestServer) => {
  const { items } = (await server.get('/v1/api-keys?limit=100')).json as {
    items: Record<string, unknown>[];
  };
  return items.filter((key) => 'mintedFor' in key);
};

describe('operation 8', () => {
  it('is off until the setting allows it', async () => {
    const server = await startServerForTest();
    const { id } = await createSetting(server);
    const token = await generateToken(server, id);
    const answer = await exchangeToken(server, token);
    expect([answer.status, answer.json]).toEqual([200, { valid: false }]);
    const path = `/v1/token-settings/${String(id)}`;
    await server.post(path, { allowsClientKeys: true }, { method: 'PATCH' });
    expect((await exchangeToken(server, token)).json.valid).toBe(true);
  });

  it('gives a client key that ends with the token and does nothing else', async () => {
    const server = await startServerForTest();
    const { id } = await createSetting(server, { allowsClientKeys: true, name: 'Devices' });
    const token = await generateToken(server, id);
    server.clock.now += 600;
    const answer = await exchangeToken(server, token);
    const { apiKey } = answer.json;
    expect(answer.json).toEqual({ valid: true, apiKey: expect.stringMatching(/^licet_pk_/) });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await statusFor(server, apiKey)).toBe(200);
    const generation = { uniqueIdentifier: 'x', tokenSettingId: id };
    expect((await server.post(tokenPaths.generate, generation, { key: apiKey })).status).toBe(403);
    expect((await server.get('/v1/api-keys', { key: apiKey })).status).toBe(403);
    expect((await mintedKeysOf(server)).at(0)).toMatchObject({
      scope: 'client',
      kind: 'publishable',
      name: 'Devices',
      createdAt: '2026-07-01T00:10:00Z',
      expiresAt: '2026-07-01T01:00:00Z',
      mintedFor: {
        tokenSettingId: id,
        tokenId: decodePart(token, 1).jti,
        uniqueIdentifier: 'DEVICE12345',
      },
    });
    server.clock.now = startOfTests + 3599;
    expect(await statusFor(server, apiKey)).toBe(200);
    server.clock.now += 1;
    expect(await statusFor(server, apiKey)).toBe(401);
    expect((await exchangeToken(server, token)).json).toEqual({ valid: false });
  });

  it('asks for the identifier of the token, in any spelling of Unicode', async () => {
    const server = await startServerForTest();
    const { id } = await createSetting(server, { allowsClientKeys: true });
    const token = await generateToken(server, id, 'Gera\u0308t');
    expect(decodePart(token, 1).sub).toBe('Ger\u00e4t');
    for (const identifier of ['Gerat', 'ger\u00e4t', 'Ger\u00e4t ', 'DEVICE12345', '*'])
      expect((await exchangeToken(server, token, identifier)).json).toEqual({ valid: false });
    expect((await exchangeToken(server, token, 'Ger\u00e4t')).json.valid).toBe(true);
    expect((await exchangeToken(server, token, 'Gera\u0308t')).json.valid).toBe(true);
  });

  it('answers valid:false for a token that was changed or that names no setting', async () => {
    const server = await startServerForTest();
    const { id } = await createSetting(server, { allowsClientKeys: true });
    const other = await createSetting(server, { allowsClientKeys: true });
    const token = await generateToken(server, id);
    const changes = [{ exp: startOfTests + 9999 }, { setting: other.id }, { setting: 99 }];
    const strange = [{ setting: '1' }, { setting: null }, { setting: 1e15 }, { setting: -1 }];
    for (const change of [...changes, ...strange])
      expect((await exchangeToken(server, forge(token, change))).json).toEqual({ valid: false });
    expect(await mintedKeysOf(server)).toHaveLength(0);
  });

  it('replaces the key of a token by the next one, under the same id', async () => {
    const server = await startServerForTest();
    const { id } = await createSetting(server, { allowsClientKeys: true });
    const token = await generateToken(server, id);
    const first = (await exchangeToken(server, token)).json.apiKey;
    const before = (await mintedKeysOf(server)).at(0);
    const second = (await exchangeToken(server, token)).json.apiKey;
    expect(second).not.toBe(first);
    expect([await statusFor(server, first), await statusFor(server, second)]).toEqual([401, 200]);
    const keys = await mintedKeysOf(server);
    expect(keys).toHaveLength(1);
    expect(keys[0]!.id).toBe(before!.id);
    const elsewhere = (await exchangeToken(server, await generateToken(server, id))).json.apiKey;
    expect([await statusFor(server, second), await statusFor(server, elsewhere)]).toEqual([
      200, 200,
    ]);
  });

  it('gives no other key once one was revoked', async () => {
    const server = await startServerForTest();
    const { id } = await createSetting(server, { allowsClientKeys: true });
    const token = await generateToken(server, id);
    const { apiKey } = (await exchangeToken(server, token)).json;
    const minted = (await mintedKeysOf(server)).at(0)!;
    await server.post(`/v1/api-keys/${String(minted.id)}/revoke`, undefined);
    expect(await statusFor(server, apiKey)).toBe(401);
    expect((await exchangeToken(server, token)).json).toEqual({ valid: false });
    expect((await validateToken(server, id, token)).json.valid).toBe(true);
  });

  it('gives keys of the product of the setting, and only to callers within it', async () => {
    const server = await startServerForTest();
    await createProducts(server);
    const keyOf = (product: string) => server.createKey({ scope: 'issue', name: '', product });
    const [shop, cloud] = [await keyOf('acme-shop'), await keyOf('acme-cloud')];
    const bound = await createSetting(server, { allowsClientKeys: true, product: 'acme-shop' });
    const unbound = await createSetting(server, { allowsClientKeys: true });
    const token = await generateToken(server, bound.id);
    const exchange = (text: string, key: string) =>
      server.post(tokenPaths.exchange, { token: text, identifier: 'DEVICE12345' }, { key });
    expect((await exchange(token, cloud.text)).json).toEqual({ valid: false });
    const loose = await generateToken(server, unbound.id);
    expect((await exchange(loose, shop.text)).json).toEqual({ valid: false });
    const { apiKey } = (await exchange(token, shop.text)).json;
    expect((await mintedKeysOf(server)).at(0)).toMatchObject({ product: 'acme-shop' });
    const [inside, outside] = [
      await sell(server, { scriptname: 'acme-shop' }),
      await sell(server, { scriptname: 'acme-cloud' }),
    ];
    const isFound = async (domainKey: string) => {
      const body = { domainKey };
      const path = '/gen/LicenseGen/check/license-status';
      return (await server.post(path, body, { key: apiKey })).json.valid as boolean;
    };
    expect([await isFound(inside.domainkey), await isFound(outside.domainkey)]).toEqual([
      true,
      false,
    ]);
    const generation = { uniqueIdentifier: 'x', tokenSettingId: bound.id };
    expect((await server.post(tokenPaths.generate, generation, { key: cloud.text })).status).toBe(
      404,
    );
    const question = { token, tokenSettingId: bound.id };
    const answer = await server.post(tokenPaths.validate, question, { key: cloud.text });
    expect(answer.json).toEqual({ valid: false });
  });

  it('forgets minted keys thirty days after their end', async () => {
    const server = await startServerForTest();
    const { id } = await createSetting(server, { allowsClientKeys: true });
    await exchangeToken(server, await generateToken(server, id));
    const mint = async (seconds: number) => {
      server.clock.now = startOfTests + 3600 + seconds;
      await exchangeToken(server, await generateToken(server, id));
      return (await mintedKeysOf(server)).length;
    };
    expect(await mint(30 * 86_400 - 1)).toBe(2);
    expect(await mint(30 * 86_400)).toBe(2);
  });
});

describe('many exchanges at once', () => {
  const times = <T>(make: (index: number) => T): T[] =>
    Array.from({ length: 20 }, (_, i) => make(i));

  it('leave exactly one working key of a token', async () => {
    const server = await startServerForTest();
    const { id } = await createSetting(server, { allowsClientKeys: true });
    const token = await generateToken(server, id);
    const answers = await Promise.all(times(() => exchangeToken(server, token)));
    const keys = answers.map(({ json }) => json.apiKey as string);
    expect(new Set(keys).size).toBe(20);
    const statuses = await Promise.all(keys.map((key) => statusFor(server, key)));
    expect(statuses.sort()).toEqual([200, ...times(() => 401).slice(1)]);
  });

  it('give one key for one Idempotency-Key, which works', async () => {
    const server = await startServerForTest();
    const { id } = await createSetting(server, { allowsClientKeys: true });
    const token = await generateToken(server, id);
    const options = { key: server.keys.client, headers: { 'idempotency-key': 'one' } };
    const body = { token, identifier: 'DEVICE12345' };
    const answers = await Promise.all(times(() => server.post(tokenPaths.exchange, body, options)));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(await statusFor(server, answers[0]!.json.apiKey)).toBe(200);
    const other = await server.post(tokenPaths.exchange, { ...body, identifier: 'x' }, options);
    expect(other).toMatchObject({ status: 409, json: { code: 'idempotency_key_reused' } });
  });

  it('leave no key behind when the setting is deleted meanwhile', async () => {
    const server = await startServerForTest();
    const { id } = await createSetting(server, { allowsClientKeys: true });
    const tokens = await Promise.all(times(() => generateToken(server, id)));
    const [deleted, ...answers] = await Promise.all([
      server.get(`/v1/token-settings/${String(id)}`, { method: 'DELETE' }),
      ...tokens.map((token) => exchangeToken(server, token)),
    ]);
    expect(deleted.status).toBe(200);
    for (const { json } of answers)
      if (json.valid === true) expect(await statusFor(server, json.apiKey)).toBe(401);
  });

  it('give one token for one Idempotency-Key', async () => {
    const server = await startServerForTest();
    const { id } = await createSetting(server);
    const options = { headers: { 'idempotency-key': 'one' } };
    const body = { uniqueIdentifier: 'DEVICE12345', tokenSettingId: id };
    const answers = await Promise.all(times(() => server.post(tokenPaths.generate, body, options)));
    expect(answers[0]!.status).toBe(200);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  });
});
