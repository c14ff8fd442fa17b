import { createDomainKey } from '@licet/issuer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claimsOf, createProducts, fetchFile, paths, sell } from './support/licenses.js';
import { startTestServer, type TestServer } from './support/test-server.js';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  await createProducts(server);
});
afterAll(() => server.stop());

const idOf = async (domain: string): Promise<string> =>
  (await server.get(`/v1/licenses?domain=${domain}`)).json.items[0].id;
const act = (id: string, action: string) => server.post(`/v1/licenses/${id}/${action}`, undefined);
const statusOf = async (domainKey: string) => (await server.post(paths.status, { domainKey })).json;
const renew = (domainKey: string, newValidToDate: string) =>
  server.post(paths.renew, { domainKey, newValidToDate });

describe('1 generate', () => {
  it('signs the hash of a generated key, not of an imported one', async () => {
    const generated = await sell(server);
    expect(claimsOf(await fetchFile(server, generated)).key).toMatch(/^[\w-]{43}$/);
    const imported = await sell(server, { domainkey: 'DOMAIN12345' });
    expect(claimsOf(await fetchFile(server, imported))).not.toHaveProperty('key');
  });

  it('takes a key in any spelling for the same key', async () => {
    const sold = await sell(server, { domainname: 'spelling.example' });
    const file = await fetchFile(server, sold);
    const bare = sold.domainkey.replaceAll('-', '').toLowerCase();
    for (const domainkey of [bare, ` ${sold.domainkey} `]) {
      await sell(server, { ...sold, domainkey, domainname: 'WWW.Spelling.Example.' });
      expect(await fetchFile(server, { ...sold, domainkey })).toBe(file);
    }
  });

  it('refuses a key that another script or domain has', async () => {
    const sold = await sell(server, { domainname: 'taken.example' });
    for (const other of [{ domainname: 'other.example' }, { scriptname: 'acme-shop' }]) {
      const answer = await server.post(paths.generate, { ...sold, ...other });
      expect(answer).toMatchObject({
        status: 409,
        json: { code: 'key_in_use', field: 'domainkey' },
      });
    }
  });

  it.each([
    ['www.host.example', [{ name: 'host.example', scope: 'host+www' }]],
    ['*.wild.example', [{ name: 'wild.example', scope: 'one-label' }]],
    ['BÜCHER.example', [{ name: 'xn--bcher-kva.example', scope: 'host+www' }]],
    ['192.0.2.7', [{ name: '192.0.2.7', scope: 'host' }]],
    ['[2001:DB8::1]', [{ name: '2001:db8::1', scope: 'host' }]],
  ])('signs the domain %s in its canonical form', async (domainname, domains) => {
    const sold = await sell(server, { domainname });
    expect(claimsOf(await fetchFile(server, sold)).domains).toEqual(domains);
  });

  it('refuses under a product that does not exist', async () => {
    const sale = { scriptname: 'nothing', domainname: 'example.com', domainkey: 'K' };
    const answer = await server.post(paths.generate, sale);
    expect(answer).toMatchObject({ status: 404, json: { code: 'product_not_found' } });
  });

  it('gives every document a slot of its own in a status list', async () => {
    const slots = new Set<string>();
    for (let i = 0; i < 10; i++) {
      const { status, iss } = claimsOf(await fetchFile(server, await sell(server)));
      expect(status?.status_list.uri).toBe(`urn:licet:${iss}:status:0`);
      slots.add(String(status?.status_list.idx));
    }
    expect(slots.size).toBe(10);
  });

  it('issues nothing for a license that is suspended or revoked', async () => {
    const sold = await sell(server, { domainname: 'stopped.example' });
    const id = await idOf('stopped.example');
    await act(id, 'suspend');
    expect(await server.post(paths.generate, sold)).toMatchObject({
      status: 409,
      json: { code: 'license_suspended' },
    });
    await act(id, 'revoke');
    expect(await server.post(paths.generate, sold)).toMatchObject({
      status: 409,
      json: { code: 'license_revoked' },
    });
  });
});

describe('2 status', () => {
  it('answers an unknown key in the same form', async () => {
    expect(await statusOf('NOBODY-HAS-THIS')).toEqual({
      valid: false,
      message: 'No license was found for this key.',
    });
  });

  it('names the date of what happened to a license', async () => {
    const { domainkey } = await sell(server, { domainname: 'fate.example' });
    const id = await idOf('fate.example');
    await act(id, 'suspend');
    const suspended = 'License was suspended on 2026-07-01T00:00:00Z.';
    expect(await statusOf(domainkey)).toEqual({ valid: false, message: suspended });
    await act(id, 'reinstate');
    const valid = 'License is valid until 2026-07-31T00:00:00Z.';
    expect(await statusOf(domainkey)).toEqual({ valid: true, message: valid });
    await act(id, 'revoke');
    const revoked = 'License was revoked on 2026-07-01T00:00:00Z.';
    expect(await statusOf(domainkey)).toEqual({ valid: false, message: revoked });
  });

  it('says when a license that was sold ahead begins', async () => {
    const { domainkey } = await sell(server, { domainname: 'ahead.example' });
    await server.context.store.db
      .updateTable('licenses')
      .set({ valid_from: Date.parse('2026-08-01T00:00:00Z') / 1000 })
      .where('license_id', '=', await idOf('ahead.example'))
      .execute();
    const message = 'License is not valid before 2026-08-01T00:00:00Z.';
    expect(await statusOf(domainkey)).toEqual({ valid: false, message });
  });
});

describe('3 renew', () => {
  it('is harmless to repeat: the same end makes no second document', async () => {
    const sold = await sell(server);
    for (let i = 0; i < 3; i++) {
      expect(await renew(sold.domainkey, '2027-01-01T00:00:00Z')).toMatchObject({ status: 200 });
    }
    expect(claimsOf(await fetchFile(server, sold)).gen).toBe(2);
  });

  it('lets a date without time include that day', async () => {
    const sold = await sell(server);
    await renew(sold.domainkey, '2027-01-01');
    const message = 'License is valid until 2027-01-02T00:00:00Z.';
    expect(await statusOf(sold.domainkey)).toEqual({ valid: true, message });
  });

  it('never moves an end back', async () => {
    const { domainkey } = await sell(server);
    expect(await renew(domainkey, '2026-07-30T00:00:00Z')).toMatchObject({
      status: 409,
      json: { code: 'date_before_current_end', field: 'newValidToDate' },
    });
  });

  it('refuses an unknown key, and a revoked license for good', async () => {
    expect(await renew('NOBODY', '2027-01-01')).toMatchObject({
      status: 404,
      json: { code: 'license_not_found' },
    });
    const { domainkey } = await sell(server, { domainname: 'gone.example' });
    await act(await idOf('gone.example'), 'revoke');
    expect(await renew(domainkey, '2027-01-01')).toMatchObject({
      status: 409,
      json: { code: 'license_revoked' },
    });
  });

  it('revives a license that expired', async () => {
    const sold = await sell(server);
    server.clock.now += 40 * 86_400;
    expect((await statusOf(sold.domainkey)).message).toBe(
      'License expired on 2026-07-31T00:00:00Z.',
    );
    expect(await renew(sold.domainkey, '2027-01-01')).toMatchObject({ status: 200 });
    expect((await statusOf(sold.domainkey)).valid).toBe(true);
    server.clock.now -= 40 * 86_400;
  });
});

describe('6 validate', () => {
  const validate = async (request: object) => (await server.post(paths.validate, request)).json;

  it('checks an imported key online', async () => {
    const sold = await sell(server, { domainkey: 'OLD-KEY-1', domainname: 'imported.example' });
    const webLicenseFile = Buffer.from(await fetchFile(server, sold)).toString('base64');
    expect(await validate({ ...sold, webLicenseFile })).toEqual({ valid: true });
    expect(await validate({ ...sold, webLicenseFile, domainkey: 'OLD-KEY-2' })).toEqual({
      valid: false,
    });
  });

  it('says false while a license is suspended, and after it was revoked', async () => {
    const sold = await sell(server, { domainname: 'watched.example' });
    const id = await idOf('watched.example');
    const webLicenseFile = Buffer.from(await fetchFile(server, sold)).toString('base64');
    for (const [action, valid] of [
      ['suspend', false],
      ['reinstate', true],
      ['revoke', false],
    ] as const) {
      await act(id, action);
      expect(await validate({ ...sold, webLicenseFile })).toEqual({ valid });
    }
  });

  it('does not count a burnt leaf, nor its public key', async () => {
    const { json: leaf } = await server.post('/v1/signing-keys', { use: 'license' });
    const sold = await sell(server, { domainname: 'burnt.example' });
    const webLicenseFile = Buffer.from(await fetchFile(server, sold)).toString('base64');
    await server.post('/v1/signing-keys', { use: 'license' });
    expect(await validate({ ...sold, webLicenseFile, publickey: leaf.xml })).toEqual({
      valid: true,
    });
    await server.context.store.db
      .updateTable('signing_keys')
      .set({ status: 'burnt' })
      .where('kid', '=', leaf.kid)
      .execute();
    expect(await validate({ ...sold, webLicenseFile })).toEqual({ valid: false });
    const other = await sell(server, { domainname: 'unburnt.example' });
    const otherFile = Buffer.from(await fetchFile(server, other)).toString('base64');
    const request = { ...other, webLicenseFile: otherFile };
    expect(await validate({ ...request, publickey: leaf.xml })).toEqual({ valid: false });
    expect(await validate(request)).toEqual({ valid: true });
  });
});

describe('7 activate', () => {
  it('names the file by the license, in letters that every system takes', async () => {
    const sold = await sell(server, { domainname: 'name.example' });
    const { json } = await server.post(paths.activate, sold);
    expect(json).toEqual({
      status: 'success',
      licenseFileBase64: expect.stringMatching(/^[\w+/]+=*$/),
      licenseFileName: `${await idOf('name.example')}.lic`,
    });
  });

  it('answers one 404 whichever of script, domain and key is wrong', async () => {
    const sold = await sell(server, { domainname: 'right.example' });
    const wrong = [
      { scriptname: 'acme-shop' },
      { scriptname: 'nothing' },
      { domainname: 'sub.right.example' },
      { domainname: 'wrong.example' },
      { domainkey: createDomainKey() },
    ];
    const answers = await Promise.all(
      wrong.map((change) => server.post(paths.activate, { ...sold, ...change })),
    );
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 404, json: { code: 'license_not_found' } });
  });

  it('lets an installation ask by any licensed name, and a vendor by the wildcard', async () => {
    const sold = await sell(server, { domainname: '*.many.example' });
    const file = await fetchFile(server, sold);
    expect(await fetchFile(server, { ...sold, domainname: 'one.many.example' })).toBe(file);
    const apex = await server.post(paths.activate, { ...sold, domainname: 'many.example' });
    expect(apex.status).toBe(404);
  });

  it('hands out nothing for a suspended or revoked license', async () => {
    const sold = await sell(server, { domainname: 'held.example' });
    const id = await idOf('held.example');
    await act(id, 'suspend');
    const suspended = await server.post(paths.activate, sold);
    expect(suspended).toMatchObject({ status: 409, json: { code: 'license_suspended' } });
    await act(id, 'revoke');
    const revoked = await server.post(paths.activate, sold);
    expect(revoked).toMatchObject({ status: 409, json: { code: 'license_revoked' } });
  });

  it('refuses a name that is none', async () => {
    const sold = await sell(server);
    const answer = await server.post(paths.activate, { ...sold, domainname: 'a b' });
    expect(answer).toMatchObject({ status: 400, json: { code: 'invalid_domain' } });
  });
});
