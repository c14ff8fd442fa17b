import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { licet, licetJson } from './support/run-licet.js';
import { startServer, type Server } from './support/server.js';

const create = ['licenses', 'create', '--product', 'acme-shop'];

describe('licenses on a server', () => {
  it('live through everything by commands alone', async () => {
    const { json, run, folder } = await startServer();
    const made = await json([...create, '--domain', 'shop.example.com', '--holder', 'Bücher & Co']);
    expect(made).toMatchObject({ code: 0, data: { state: 'active', holder: 'Bücher & Co' } });
    const { id, key } = made.data;
    expect(key).toMatch(/^(?:\w{4}-){3}\w{4}$/);

    const step = async (action: string, ...args: string[]) =>
      (await json(['licenses', action, id, ...args])).data;
    expect(await step('suspend')).toMatchObject({ state: 'suspended' });
    expect(await step('reinstate')).toMatchObject({ state: 'active' });
    expect(await step('transfer', '--domain', 'shop.example.org')).toMatchObject({
      domains: [{ name: 'shop.example.org' }],
    });
    expect((await json(['licenses', 'renew', id, '--valid-to', '2027-12-31'])).error).toMatchObject(
      {
        code: 'permanent_license',
        exitCode: 3,
      },
    );
    await run(['licenses', 'file', id, '--out', 'license.dat']);
    await run(['keys', 'export', '--out', 'root.pem']);
    const line = ['verify', 'license.dat', '--key', 'root.pem', '--product', 'acme-shop'];
    expect((await run([...line, '--host', 'shop.example.org', '--domain-key', key])).code).toBe(0);
    expect((await run([...line, '--host', 'shop.example.com'])).code).toBe(14);
    expect(await readFile(join(folder, 'root.pem'), 'utf8')).toMatch(/^-----BEGIN PUBLIC KEY/);

    expect(await step('revoke')).toMatchObject({ state: 'revoked' });
    const shown = await run(['licenses', 'show', id]);
    expect(shown.stdout).toMatch(/state\s+revoked/);
    const found = await json(['licenses', 'list', '--search', 'shop.example.org']);
    expect(found.data.items).toMatchObject([{ id }]);
    const listed = await run(['licenses', 'list', '--standing', 'valid']);
    expect(listed.stdout).toBe('No license was found.\n');
  });

  it('are of every kind', async () => {
    const { json } = await startServer();
    const term = ['--valid-to', '2027-12-31', '--feature', 'a,b', '--grace-days', '3'];
    const network = ['--kind', 'network', '--server-path', 'C:/Acme', '--seats', '4'];
    const site = await json(['issue', '--product', 'acme-shop', ...network, ...term]);
    expect(site).toMatchObject({ code: 0, data: { serial: expect.any(String) } });
    const renewed = await json(['licenses', 'renew', site.data.id, '--valid-to', '2028-12-31']);
    expect(renewed.data).toMatchObject({
      validTo: '2029-01-01T00:00:00Z',
      features: ['a', 'b'],
      policy: { graceDays: 3 },
    });
    const user = await json([...create, '--kind', 'single-user']);
    const activated = await json(['licenses', 'activate', user.data.id, '--computer', 'PC-1']);
    expect(activated.data.code).toMatch(/^eyJ/);
    const token = await json([...create, '--kind', 'token', '--seats', '5']);
    expect(token.data).toMatchObject({ kind: 'token', seats: 5 });
  });

  it.each([
    [['--kind', 'token', '--out', 'token.dat'], 'has no file'],
    [['--kind', 'single-user'], 'give --computer or --site'],
    [['--domain', 'a.example', '--out', 'root.pem'], 'there already'],
  ])('are not made when their file could not be had: %j', async (args, words) => {
    const { json, run } = await startServer();
    await run(['keys', 'export', '--out', 'root.pem']);
    const ran = await json(['issue', '--product', 'acme-shop', ...args]);
    expect(ran.code).toBeGreaterThan(0);
    expect(ran.error?.message).toContain(words);
    expect((await json(['licenses', 'list'])).data.items).toEqual([]);
  });

  it('of kind token are issued by their serial number', async () => {
    const { json, run } = await startServer();
    const line = ['issue', '--product', 'acme-shop', '--kind', 'token', '--seats', '2'];
    const ran = await run(line);
    expect(ran).toMatchObject({ code: 0, stdout: expect.stringMatching(/^[0-9A-Z-]{10,}\n$/) });
    const made = await json(line);
    expect(made.data).not.toHaveProperty('document');
    expect(made.data).toHaveProperty('serial');
  });

  it('are those of LICET_PRODUCT where a product is asked for', async () => {
    const { json } = await startServer();
    await json([...create, '--domain', 'shop.example.com']);
    const of = async (product: string) => {
      const { data } = await json(['licenses', 'list'], { env: { LICET_PRODUCT: product } });
      return data.items.length;
    };
    expect([await of('acme-shop'), await of('other')]).toEqual([1, 0]);
    const made = await json(['keys', 'create'], { env: { LICET_PRODUCT: 'acme-shop' } });
    expect(made.data).toMatchObject({ product: 'acme-shop' });
  });

  it('are not issued on a wrong word, and the words of the server are handed on', async () => {
    const { json } = await startServer();
    const refused = await json([...create, '--domain', 'a.example', '--seats', '5']);
    expect(refused).toMatchObject({ ok: false, code: 3, error: { exitCode: 3 } });
    const unknown = await json(['licenses', 'show', 'lic_unknown']);
    expect(unknown.error).toMatchObject({ code: 'license_not_found', exitCode: 3 });
  });
});

describe('a status list', () => {
  it('tells licet verify what was suspended and revoked, without a server', async () => {
    const { json, run, url, folder } = await startServer();
    const args = ['issue', '--product', 'acme-shop', '--domain', 'shop.example.com'];
    const { data } = await json([...args, '--out', 'license.dat']);
    await run(['keys', 'export', '--out', 'root.pem']);
    const verify = async (list = 'list.jwt') => {
      const line = ['verify', 'license.dat', '--key', 'root.pem', '--product', 'acme-shop'];
      return json([...line, '--host', 'shop.example.com', '--status-list', list]);
    };
    const after = async (action?: string) => {
      if (action !== undefined) await run(['licenses', action, data.id]);
      const answer = await fetch(`${url}/v1/status-lists/0`);
      await writeFile(join(folder, 'list.jwt'), await answer.text());
      return verify();
    };
    expect(await after()).toMatchObject({ code: 0, ok: true });
    expect(await after('suspend')).toMatchObject({ code: 18, error: { code: 'suspended' } });
    expect(await after('reinstate')).toMatchObject({ code: 0 });
    expect(await after('revoke')).toMatchObject({ code: 18, error: { code: 'revoked' } });
    expect(await verify('license.dat')).toMatchObject({ code: 11, error: { code: 'wrong_kind' } });
  });
});

describe('keys of a server', () => {
  it('are created, listed and revoked', async () => {
    const { json, run } = await startServer();
    const made = await run(['keys', 'create', '--scope', 'client', '--name', 'shop']);
    expect(made.stdout).toMatch(/^licet_pk_\w+\n$/);
    const { data } = await json(['keys', 'list']);
    const { id, last4 } = data.items.find(({ name }) => name === 'shop')!;
    expect(made.stdout.trim().endsWith(last4)).toBe(true);
    expect((await run(['keys', 'revoke', id])).stdout).toContain(id);
    expect((await run(['keys', 'list'])).stdout).toMatch(/revoked\s+never\s+shop/);
  });

  it('that sign are listed, rotated and exported in three spellings', async () => {
    const { json, run } = await startServer();
    const rotated = await run(['keys', 'rotate']);
    const { data } = await json(['keys', 'signing']);
    const kids = data.items.map(({ kid }) => kid);
    expect(kids).toContain(rotated.stdout.trim());
    const spelled = await Promise.all(
      ['pem', 'jwk', 'xml'].map(async (format) => run(['keys', 'export', '--format', format])),
    );
    expect(spelled.map(({ stdout }) => stdout.slice(0, 10).trim())).toEqual([
      '-----BEGIN',
      '{\n  "kty":',
      '<RSAKeyVal',
    ]);
  });
});

describe('a server that does not do what is asked', () => {
  it.each([
    ['a wrong key', 5, 'unauthorized', () => ({ LICET_API_KEY: 'licet_sk_wrong' })],
    [
      'a key that may not',
      5,
      'insufficient_scope',
      ({ keys }: Server) => ({ LICET_API_KEY: keys.client }),
    ],
  ])('ends with its own code for %s', async (_what, code, reason, toEnv) => {
    const server = await startServer();
    const env = toEnv(server);
    const ran = await server.json(['licenses', 'list'], { env });
    expect(ran).toMatchObject({ code, error: { code: reason } });
    expect(JSON.stringify(ran)).not.toContain(env.LICET_API_KEY);
  });

  it('ends with 4 when it is gone', async () => {
    const server = await startServer();
    await server.stop();
    const ran = await server.run(['keys', 'list']);
    expect(ran).toMatchObject({ code: 4, stdout: '' });
    expect(ran.stderr).toContain('cannot be reached');
  });

  it.each([
    [{}, 'Which server?'],
    [{ LICET_SERVER: 'http://127.0.0.1:1' }, 'An API key is needed'],
    [
      { LICET_SERVER: 'http://a.test', LICET_API_KEY: 'licet_sk_topsecret' },
      '--dangerously-allow-http',
    ],
    [
      { LICET_SERVER: 'nonsense', LICET_API_KEY: 'licet_sk_topsecret' },
      '--server: expected an address',
    ],
  ])('is not called with %j', async (env, message) => {
    const ran = await licet(['licenses', 'list'], { env });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain(message);
    expect(ran.stderr).not.toContain('topsecret');
    const json = await licetJson(['licenses', 'list'], { env });
    expect(json.error).toMatchObject({ exitCode: 2 });
  });
});
