import { createGate, createTrustedKeys, verifyDocument } from '@licet/core';
import { createDomainKey, generateSigningKey, exportPublicKey } from '@licet/issuer';
import { verify } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claimsOf, fetchFile, paths } from './support/licenses.js';
import {
  itemsOf,
  startOfTests,
  startTestServer,
  type Item,
  type TestServer,
} from './support/test-server.js';

const day = 86_400;
const permanent = {
  scriptname: 'shop',
  domainname: 'www.example.com',
  domainkey: createDomainKey(),
};
const bounded = {
  scriptname: 'cloud',
  domainname: 'cloud.example.org',
  domainkey: createDomainKey(),
};

let server: TestServer;
let files: { permanent: string; bounded: string };

const keyOf = async (use: string, status = 'active'): Promise<Item> => {
  const items = itemsOf(await server.get('/v1/signing-keys'));
  return items.find((key) => key.use === use && key.status === status)!;
};

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

describe('from an empty database to a license that is validated, renewed and guarded', () => {
  it('creates one product without and one with a term', async () => {
    const shop = await server.post('/v1/products', { code: 'shop', name: 'Shop' });
    expect(shop.status).toBe(201);
    expect(shop.json).toEqual({
      code: 'shop',
      name: 'Shop',
      proofDays: 30,
      features: [],
      maintenanceSupported: false,
      createdAt: '2026-07-01T00:00:00Z',
    });
    expect(shop.headers.get('location')).toBe('/v1/products/shop');
    const cloud = { code: 'cloud', name: 'Cloud', termDays: 30 };
    expect((await server.post('/v1/products', cloud)).json).toMatchObject(cloud);
  });

  it('generates a license of each (1), and the same one when asked again', async () => {
    for (const sold of [permanent, bounded, permanent, bounded]) {
      const answer = await server.post(paths.generate, sold, { key: server.keys.issue });
      expect(answer).toMatchObject({ status: 200, json: { fileName: 'license.dat' } });
      server.clock.now += 10;
    }
    server.clock.now = startOfTests + 10;
    expect(itemsOf(await server.get('/v1/licenses'))).toHaveLength(2);
  });

  it('says that the first is permanent and names the end of the second (2)', async () => {
    const ask = async (domainKey: string) =>
      (await server.post(paths.status, { domainKey }, { key: server.keys.client })).json;
    expect(await ask(permanent.domainkey)).toEqual({
      valid: true,
      message: 'Permanent License detected. No expiration date set.',
    });
    expect(await ask(bounded.domainkey)).toEqual({
      valid: true,
      message: 'License is valid until 2026-07-31T00:00:10Z.',
    });
  });

  it('hands out the files (7), byte for byte the same each time', async () => {
    files = {
      permanent: await fetchFile(server, permanent),
      bounded: await fetchFile(server, bounded),
    };
    expect(await fetchFile(server, permanent)).toBe(files.permanent);
    const claims = claimsOf(files.bounded);
    expect(claims.exp).toBe(claims.iat + 30 * day);
    expect(claimsOf(files.permanent)).not.toHaveProperty('exp');
  });

  it('signs files that any RS256 verifier accepts with the exported leaf', async () => {
    const { pem } = await keyOf('license');
    for (const file of Object.values(files)) {
      const [header, payload, signature] = file.split('.');
      const signed = Buffer.from(`${header!}.${payload!}`);
      expect(verify('sha256', signed, pem, Buffer.from(signature!, 'base64url'))).toBe(true);
    }
  });

  it('says true for file, domain and key together (6), with every registered key or none', async () => {
    const webLicenseFile = Buffer.from(files.bounded).toString('base64');
    const registered = [await keyOf('license'), await keyOf('root'), await keyOf('status')];
    const given = [undefined, ...registered.flatMap(({ pem, xml }) => [pem, xml])];
    for (const publickey of given) {
      const request = { ...bounded, webLicenseFile, publickey };
      const answer = await server.post(paths.validate, request, { key: server.keys.client });
      expect(answer).toMatchObject({ status: 200, json: { valid: true } });
    }
    const domainname = 'WWW.Cloud.Example.ORG.';
    const request = { ...bounded, webLicenseFile, domainname };
    expect((await server.post(paths.validate, request)).json).toEqual({ valid: true });
  });

  it('says false for every change of one field (6)', async () => {
    const webLicenseFile = Buffer.from(files.bounded).toString('base64');
    const good = { ...bounded, webLicenseFile, publickey: (await keyOf('license')).xml };
    const stranger = exportPublicKey((await generateSigningKey({ modulusBits: 2048 })).publicKey);
    const changes = {
      'another product': { scriptname: 'shop' },
      'the product in another case': { scriptname: 'Cloud' },
      'another domain': { domainname: 'cloud.example.net' },
      'a subdomain': { domainname: 'a.cloud.example.org' },
      'no domain at all': { domainname: 'https://cloud.example.org/' },
      'the key of another license': { domainkey: permanent.domainkey },
      'a key that nobody has': { domainkey: createDomainKey() },
      'the file of another license': {
        webLicenseFile: Buffer.from(files.permanent).toString('base64'),
      },
      'no base64': { webLicenseFile: `${webLicenseFile}=` },
      'the file with a line end': {
        webLicenseFile: Buffer.from(`${files.bounded}\n`).toString('base64'),
      },
      'the public key of a stranger': { publickey: stranger.xml },
      'no public key': { publickey: 'not a key' },
      'an empty public key': { publickey: '' },
    };
    for (const [name, change] of Object.entries(changes)) {
      const answer = await server.post(paths.validate, { ...good, ...change });
      expect([name, answer.status, answer.json]).toEqual([name, 200, { valid: false }]);
    }
  });

  it('says false for a change of one byte of the file (6)', async () => {
    const bytes = Buffer.from(files.bounded);
    for (let at = 0; at < bytes.length; at += 37) {
      const changed = Buffer.from(bytes);
      changed[at]! ^= 1;
      const request = { ...bounded, webLicenseFile: changed.toString('base64') };
      const answer = await server.post(paths.validate, request);
      expect([at, answer.status, answer.json]).toEqual([at, 200, { valid: false }]);
    }
  });

  it('renews the one with a term and not the permanent one (3)', async () => {
    const newValidToDate = '2026-12-30T13:02:38.0677627Z';
    const renew = (domainKey: string) =>
      server.post(paths.renew, { domainKey, newValidToDate }, { key: server.keys.issue });
    const renewed = await renew(bounded.domainkey);
    expect(renewed).toMatchObject({ status: 200, text: 'License renewed successfully' });
    expect(renewed.headers.get('content-type')).toMatch(/^text\/plain/);
    const refused = await renew(permanent.domainkey);
    expect(refused).toMatchObject({ status: 409, json: { code: 'permanent_license' } });
    const { message } = (await server.post(paths.status, { domainKey: bounded.domainkey })).json;
    expect(message).toBe('License is valid until 2026-12-30T13:02:38Z.');
  });

  it('gives the renewed license a new file in the slot of the old one, which stays good', async () => {
    const renewed = await fetchFile(server, bounded);
    const [before, after] = [claimsOf(files.bounded), claimsOf(renewed)];
    expect(after).toMatchObject({ sub: before.sub, gen: before.gen + 1, status: before.status });
    expect(after.exp).toBe(Date.parse('2026-12-30T13:02:38Z') / 1000);
    for (const file of [files.bounded, renewed]) {
      const request = { ...bounded, webLicenseFile: Buffer.from(file).toString('base64') };
      expect((await server.post(paths.validate, request)).json).toEqual({ valid: true });
    }
    files = { ...files, bounded: renewed };
  });

  it('rotates the leaf: a guard that pins the root accepts files of both', async () => {
    const old = await keyOf('license');
    const root = await keyOf('root');
    const rotated = await server.post('/v1/signing-keys', { use: 'license' });
    expect(rotated).toMatchObject({ status: 201, json: { use: 'license', status: 'active' } });
    expect((await keyOf('license', 'retired')).kid).toBe(old.kid);
    const later = { ...permanent, domainname: 'example.net', domainkey: createDomainKey() };
    await server.post(paths.generate, later);
    const pins = createTrustedKeys(root.pem);
    for (const [file, kid, host] of [
      [files.permanent, old.kid, 'example.com'],
      [await fetchFile(server, later), rotated.json.kid, 'www.example.net'],
    ]) {
      const verified = verifyDocument(file, { kind: 'domain-license', product: 'shop', pins });
      expect(verified).toMatchObject({ ok: true, license: { kid } });
      expect(decide(file, 'shop', root.pem, host)).toMatchObject({ allowed: true });
      expect(decide(file, 'shop', root.pem, 'evil.test')).toMatchObject({ code: 'wrong_host' });
    }
  });

  it('has the guard refuse the renewed license at its new end, not before', async () => {
    const { pem } = await keyOf('root');
    const end = claimsOf(files.bounded).exp!;
    const at = (now: number) => decide(files.bounded, 'cloud', pem, 'cloud.example.org', now);
    expect(at(end - 1)).toMatchObject({ allowed: true });
    expect(at(end)).toMatchObject({ allowed: false, code: 'expired' });
    server.clock.now = end;
    const { message } = (await server.post(paths.status, { domainKey: bounded.domainkey })).json;
    expect(message).toBe('License expired on 2026-12-30T13:02:38Z.');
    const request = { ...bounded, webLicenseFile: Buffer.from(files.bounded).toString('base64') };
    expect((await server.post(paths.validate, request)).json).toEqual({ valid: false });
  });
});

function decide(license: string, product: string, publicKeys: string, host: string, now?: number) {
  const clock = () => now ?? server.clock.now;
  const gate = createGate({ license, product, publicKeys, clock, onEvent: () => undefined });
  const decision = gate.check({
    rawHeaders: ['Host', host],
    url: '/',
    method: 'GET',
    remoteAddress: '203.0.113.1',
    localAddress: '203.0.113.2',
  });
  gate.close();
  return decision;
}
