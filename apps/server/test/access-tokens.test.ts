import { createTokenSecrets, decodeBase64Url, verifyAccessToken } from '@licet/core';
import { signAccessToken } from '@licet/issuer';
import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createProducts, fetchFile, sell } from './support/licenses.js';
import { startOfTests, startServerForTest } from './support/test-server.js';
import {
  createSetting,
  decodePart,
  forge,
  generateToken,
  tokenPaths,
  validateToken,
} from './support/tokens.js';

const secretsOf = (secret: string) => createTokenSecrets(decodeBase64Url(secret)!);

describe('operation 9', () => {
  it('makes a JWT that says what the setting says', async () => {
    const server = await startServerForTest();
    const { id } = await createSetting(server);
    const body = { uniqueIdentifier: 'DEVICE12345', tokenSettingId: id };
    const answer = await server.post(tokenPaths.generate, body, { key: server.keys.issue });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(Object.keys(answer.json)).toEqual(['access_token']);
    const token = answer.json.access_token;
    expect(decodePart(token, 0)).toEqual({ alg: 'HS256', typ: 'JWT' });
    expect(decodePart(token, 1)).toEqual({
      iss: 'Acme',
      sub: 'DEVICE12345',
      aud: 'acme-api',
      setting: id,
      jti: expect.stringMatching(/^tok_[a-z2-7]{26}$/),
      iat: startOfTests,
      exp: startOfTests + 3600,
    });
  });

  it('signs what a product verifies offline with the secret, and any other tool too', async () => {
    const server = await startServerForTest();
    const { id, secret } = await createSetting(server);
    const token = await generateToken(server, id);
    const expected = { setting: id, issuer: 'Acme', audience: 'acme-api', now: startOfTests };
    const verification = verifyAccessToken(token, { ...expected, secrets: secretsOf(secret) });
    expect(verification).toMatchObject({ ok: true, token: { uniqueIdentifier: 'DEVICE12345' } });
    const end = token.lastIndexOf('.');
    const hmac = createHmac('sha256', Buffer.from(secret, 'base64url')).update(token.slice(0, end));
    expect(token.slice(end + 1)).toBe(hmac.digest('base64url'));
  });

  it('makes another token each time', async () => {
    const server = await startServerForTest();
    const { id } = await createSetting(server);
    const tokens = [await generateToken(server, id), await generateToken(server, id)];
    expect(new Set(tokens.map((token) => decodePart(token, 1).jti)).size).toBe(2);
  });

  it('names the setting that it does not know', async () => {
    const server = await startServerForTest();
    const body = { uniqueIdentifier: 'DEVICE12345', tokenSettingId: 1 };
    expect(await server.post(tokenPaths.generate, body)).toMatchObject({
      status: 404,
      json: { code: 'token_setting_not_found', field: 'tokenSettingId' },
    });
  });
});

describe('operation 10', () => {
  it('tells what a good token says, until it ends', async () => {
    const server = await startServerForTest();
    const { id } = await createSetting(server);
    const token = await generateToken(server, id);
    const valid = {
      valid: true,
      tokenInfo: {
        uniqueIdentifier: 'DEVICE12345',
        issueDate: '2026-07-01T00:00:00Z',
        expiryDate: '2026-07-01T01:00:00Z',
        issuer: 'Acme',
        audience: 'acme-api',
      },
    };
    expect(await validateToken(server, id, token)).toMatchObject({ status: 200, json: valid });
    server.clock.now += 3599;
    expect((await validateToken(server, id, token)).json).toEqual(valid);
    server.clock.now += 1;
    expect((await validateToken(server, id, token)).json).toEqual({ valid: false });
  });

  it('answers valid:false alone for every token that is not one of the setting', async () => {
    const server = await startServerForTest();
    await createProducts(server);
    const one = await createSetting(server);
    const other = await createSetting(server, { issuer: 'Other' });
    const token = await generateToken(server, one.id);
    const claims = decodePart(token, 1) as never as Parameters<typeof signAccessToken>[0];
    const sign = (changes: object, { secret } = one) =>
      signAccessToken({ ...claims, ...changes }, secretsOf(secret));
    expect((await validateToken(server, one.id, sign({}))).json.valid).toBe(true);
    const bad: Readonly<Record<string, string>> = {
      'another setting': await generateToken(server, other.id),
      'the secret of another setting': sign({}, other),
      'another setting under this secret': sign({ setting: other.id }),
      'another issuer': sign({ iss: 'Other' }),
      'another audience': sign({ aud: 'other-api' }),
      'a future issue': sign({ iat: startOfTests + 61 }),
      'a changed subject': forge(token, { sub: 'DEVICE99999' }),
      'a later end': forge(token, { exp: startOfTests + 999_999 }),
      'a license': await fetchFile(server, await sell(server)),
      'no signature': token.slice(0, token.lastIndexOf('.') + 1),
      'two tokens': `${token} ${token}`,
    };
    for (const [name, text] of Object.entries(bad)) {
      const answer = await validateToken(server, one.id, text);
      expect([name, answer.status, answer.json]).toEqual([name, 200, { valid: false }]);
    }
    for (const id of [0, -1, other.id, 2 ** 31 - 1])
      expect((await validateToken(server, id, token)).json).toEqual({ valid: false });
  });
});
