import { verifyDocument, verifyTrustList } from '@licet/core';
import { describe, expect, it } from 'vitest';
import { createProducts, fetchFile, kidOf, paths, sell } from './support/licenses.js';
import { readList, rootPins } from './support/status-lists.js';
import { itemsOf, startServerForTest, type TestServer } from './support/test-server.js';

describe('a stolen key', () => {
  const readTrust = async (server: TestServer) => {
    const { text } = await server.get('/v1/trust', { key: '' });
    const verification = verifyTrustList(text, { pins: await rootPins(server) });
    if (!verification.ok) throw new Error(verification.detail);
    return verification.list;
  };
  const burn = (server: TestServer, kid: string, key?: string) =>
    server.post(`/v1/signing-keys/${kid}/burn`, {}, key === undefined ? {} : { key });

  it('is told of by the root, to everybody', async () => {
    const server = await startServerForTest();
    await createProducts(server);
    expect((await readTrust(server)).burnt).toEqual([]);
    const sold = await sell(server);
    const file = await fetchFile(server, sold);
    const first = await readTrust(server);
    const answer = await burn(server, kidOf(file));
    expect(answer.json).toMatchObject({ kid: kidOf(file), use: 'license', status: 'burnt' });
    const trustList = await readTrust(server);
    expect(trustList.burnt).toEqual([kidOf(file)]);
    expect(trustList.sequence).toBeGreaterThan(first.sequence);
    const pins = await rootPins(server);
    const expected = { kind: 'domain-license', product: 'acme-cloud', pins } as const;
    expect(verifyDocument(file, expected)).toMatchObject({ ok: true });
    expect(verifyDocument(file, { ...expected, trustList })).toMatchObject({ code: 'burnt_key' });
    const validity = { ...sold, webLicenseFile: Buffer.from(file).toString('base64') };
    expect((await server.post(paths.validate, validity)).json).toEqual({ valid: false });
  });

  it('is followed by a new one at once, which is not burnt', async () => {
    const server = await startServerForTest();
    await createProducts(server);
    const file = await fetchFile(server, await sell(server));
    await burn(server, kidOf(file));
    const next = await fetchFile(server, await sell(server));
    expect(kidOf(next)).not.toBe(kidOf(file));
    expect((await readTrust(server)).burnt).toEqual([kidOf(file)]);
    expect((await server.get('/readyz')).status).toBe(200);
  });

  it('of the status lists has them signed anew by another', async () => {
    const server = await startServerForTest();
    const before = await readList(server);
    await burn(server, before.kid);
    const after = await readList(server);
    expect(after.kid).not.toBe(before.kid);
    expect(after.sequence).toBeGreaterThan(before.sequence);
  });

  it('is burnt once, and again without any effect', async () => {
    const server = await startServerForTest();
    const { kid } = await readList(server);
    const [first, again] = [await burn(server, kid), await burn(server, kid)];
    expect([first.status, again.status, again.json.status]).toEqual([200, 200, 'burnt']);
    const { sequence } = await readTrust(server);
    expect((await readTrust(server)).sequence).toBe(sequence);
    const status = itemsOf(await server.get('/v1/signing-keys')).filter(
      ({ use }) => use === 'status',
    );
    expect(status.map((key) => key.status).sort()).toEqual(['active', 'burnt']);
  });

  it('has to be a leaf that is known, and an administrator to say so', async () => {
    const server = await startServerForTest();
    const root = itemsOf(await server.get('/v1/signing-keys')).find(({ use }) => use === 'root')!;
    expect(await burn(server, root.kid)).toMatchObject({
      status: 409,
      json: { code: 'root_key_in_use' },
    });
    expect(await burn(server, 'x')).toMatchObject({ json: { code: 'signing_key_not_found' } });
    for (const key of [server.keys.issue, server.keys.client])
      expect((await burn(server, root.kid, key)).status).toBe(403);
  });

  it('is told of to caches as well', async () => {
    const server = await startServerForTest();
    const answer = await server.get('/v1/trust', { key: '' });
    expect(answer.headers.get('content-type')).toBe('application/trust+jwt');
    const etag = answer.headers.get('etag') ?? '';
    const again = await server.get('/v1/trust', { headers: { 'if-none-match': etag } });
    expect([again.status, again.text]).toEqual([304, '']);
  });
});
