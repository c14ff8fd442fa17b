import { createDomainKey } from '@licet/issuer';
import { expect, it } from 'vitest';
import { createProducts, fetchFile, paths, sell } from './support/licenses.js';
import { startServerForTest } from './support/test-server.js';
import { createSetting, exchangeToken, generateToken, tokenPaths } from './support/tokens.js';

it('keeps keys and bodies out of the log, and keys out of the database', async () => {
  const server = await startServerForTest();
  await createProducts(server);
  const imported = 'CANARY-DOMAIN-KEY';
  const generated = createDomainKey();
  const created = await server.post('/v1/api-keys', { scope: 'issue', name: 'canary' });
  const apiKey = String(created.json.key);
  for (const domainkey of [imported, generated]) {
    const sold = await sell(server, { domainkey, domainname: 'canary-domain.example' });
    const webLicenseFile = Buffer.from(await fetchFile(server, sold)).toString('base64');
    await server.post(paths.validate, { ...sold, webLicenseFile });
    await server.post(paths.status, { domainKey: domainkey });
    await server.post(`${paths.status}?canary-query=1`, { domainKey: domainkey });
    await server.post(paths.renew, { domainKey: domainkey, newValidToDate: 'canary-date' });
    await server.post(paths.status, `{"canary-broken": "${domainkey}`);
  }
  const idempotent = { headers: { 'idempotency-key': 'canary-idempotency' } };
  const setting = await createSetting(server, { allowsClientKeys: true });
  const body = { uniqueIdentifier: 'CANARY-DEVICE', tokenSettingId: setting.id };
  const made = await server.post(tokenPaths.generate, body, idempotent);
  const token = String(made.json.access_token);
  const exchange = { token, identifier: 'CANARY-DEVICE' };
  const minted = await server.post(tokenPaths.exchange, exchange, idempotent);
  const rotated = await server.post('/v1/token-settings/1/rotate', {}, idempotent);
  const other = await generateToken(server, setting.id, 'CANARY-DEVICE');
  await exchangeToken(server, `${other.slice(0, -2)}AA`, 'CANARY-DEVICE');
  await server.post(tokenPaths.validate, { token: other, tokenSettingId: 'canary' });
  const tokens = [token, token.slice(token.lastIndexOf('.')), other, String(minted.json.apiKey)];
  const tokenSecrets = [setting.secret, String(rotated.json.secret)].flatMap((text) => {
    const bytes = Buffer.from(text, 'base64url');
    return [text, bytes.toString('base64'), bytes.toString('hex')];
  });
  await server.get('/canary-path/of/nowhere', { headers: { 'user-agent': 'canary-agent' } });
  await server.get('/v1/products', { key: `${apiKey}x` });

  const log = server.log.join('');
  expect(server.log.length).toBeGreaterThan(15);
  for (const line of server.log) {
    const allowed = ['level', 'time', 'requestId', 'method', 'route', 'status', 'apiKeyId', 'msg'];
    const names = Object.keys(JSON.parse(line) as object);
    expect([...allowed, 'durationMilliseconds']).toEqual(expect.arrayContaining(names));
  }
  const keys = [imported, generated, generated.replaceAll('-', ''), apiKey, server.keys.admin];
  const secrets = [...keys, ...tokens, ...tokenSecrets];
  for (const text of [...secrets, 'canary', 'CANARY']) expect(log).not.toContain(text);

  const stored = await server.place.readStored();
  expect(stored.includes(created.json.id)).toBe(true);
  const masterKey = await server.place.readMasterKey();
  const raw = [setting.secret, rotated.json.secret].map((text) => Buffer.from(text, 'base64url'));
  for (const text of [...secrets, ...raw, masterKey, 'PRIVATE KEY']) {
    expect([text, stored.includes(text)]).toEqual([text, false]);
  }
});
