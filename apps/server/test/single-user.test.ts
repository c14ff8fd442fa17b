import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProducts } from './support/licenses.js';
import { act, create, readFile, toBase64, validations } from './support/sales.js';
import { itemsOf, startTestServer, type TestServer } from './support/test-server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await createProducts(server);
  await server.post('/v1/products', { code: 'limited', name: 'L', activationsPerDay: 1 });
});
afterAll(() => server.stop());

const computerId = 'COMPUTER-IDXX-12345';
const validate = (request: object) =>
  server.post(validations.singleUser, request, { key: server.keys.client });
const isValid = async (request: object) => {
  const answer = await validate(request);
  expect(answer.status).toBe(200);
  return answer.json as unknown;
};
const good = { valid: true };
const bad = { valid: false };

describe('4 with a file', () => {
  let request: Record<string, unknown>;
  let file: string;
  beforeAll(async () => {
    const license = await create(server, { kind: 'single-user', computerId });
    file = await readFile(server, license.id);
    request = {
      licenseFileContent: toBase64(file),
      computerID: computerId,
      serialKey: license.serial,
    };
  });

  it('says true for file, serial and machine together, in any case of the names', async () => {
    expect(await isValid(request)).toEqual(good);
    const folded = Object.fromEntries(
      Object.entries(request).map(([name, value]) => [name.toLowerCase(), value]),
    );
    expect(await isValid(folded)).toEqual(good);
  });

  it('takes the serial in any spelling of the same', async () => {
    const serial = String(request.serialKey);
    for (const serialKey of [serial.toLowerCase(), serial.replaceAll('-', ''), ` ${serial} `]) {
      expect(await isValid({ ...request, serialKey })).toEqual(good);
    }
  });

  it.each<[string, object]>([
    ['another machine', { computerID: 'COMPUTER-IDXX-12346' }],
    ['the machine in another case', { computerID: computerId.toLowerCase() }],
    ['an empty machine', { computerID: '' }],
    ['another serial', { serialKey: 'SERIAL12345' }],
    ['an empty serial', { serialKey: '' }],
    ['no serial', { serialKey: undefined }],
    ['the site code that was not signed', { useSiteCodeForLicensing: true, siteCode: computerId }],
    ['no base64', { licenseFileContent: '!' }],
    ['another text', { licenseFileContent: 'aGVsbG8=' }],
    ['another hash', { licenseHashCode: '0'.repeat(64) }],
    ['no hash', { licenseHashCode: 'x' }],
    ['no public key', { publickey: 'not a key' }],
    ['an empty public key', { publickey: '' }],
  ])('says false for %s', async (_name, change) => {
    expect(await isValid({ ...request, ...change })).toEqual(bad);
  });

  it('checks the SHA-256 of the file when it is given, and takes "/" and nothing for none', async () => {
    const hash = createHash('sha256').update(file).digest('hex');
    for (const licenseHashCode of [hash, hash.toUpperCase(), '/', '']) {
      expect(await isValid({ ...request, licenseHashCode })).toEqual(good);
    }
  });

  it('ignores the fields of the other forms, whatever is in them', async () => {
    for (const junk of ['', 'x', null, 1, {}, 'x'.repeat(20_000)]) {
      const others = { activationcode: junk, siteCode: junk };
      expect(await isValid({ ...request, ...others, activationkey: false })).toEqual(good);
    }
  });

  it.each([['licenseFileContent'], ['computerID']])('needs %s', async (field) => {
    const answer = await validate({ ...request, [field]: undefined });
    expect(answer).toMatchObject({ status: 400, json: { code: 'missing_field', field } });
  });

  it('refuses fields of its form that have another type', async () => {
    for (const field of ['computerID', 'serialKey', 'publickey', 'licenseHashCode']) {
      for (const value of [null, 1, true, [], {}, 'x'.repeat(5000)]) {
        const answer = await validate({ ...request, [field]: value });
        expect(answer).toMatchObject({ status: 400, json: { code: 'invalid_field', field } });
      }
    }
    for (const field of ['activationkey', 'useSiteCodeForLicensing']) {
      for (const value of [null, 1, 'true', [], {}]) {
        const answer = await validate({ ...request, [field]: value });
        expect(answer).toMatchObject({ status: 400, json: { code: 'invalid_field', field } });
      }
    }
  });

  it('says false for a change of one byte of the file', async () => {
    const bytes = Buffer.from(file);
    for (let at = 0; at < bytes.length; at += 53) {
      const changed = Buffer.from(bytes);
      changed[at]! ^= 1;
      const licenseFileContent = changed.toString('base64');
      expect(await isValid({ ...request, licenseFileContent })).toEqual(bad);
    }
  });

  it('takes every registered public key, in both spellings', async () => {
    for (const { pem, xml } of itemsOf(await server.get('/v1/signing-keys'))) {
      for (const publickey of [pem, xml]) {
        expect(await isValid({ ...request, publickey })).toEqual(good);
      }
    }
  });
});

describe('4 and the record', () => {
  it('says false before the start, from the end on, and while a license is suspended or revoked', async () => {
    const dates = { validFrom: '2026-07-02', validTo: '2026-07-03T00:00:00Z' };
    const license = await create(server, { kind: 'single-user', computerId, ...dates });
    const request = {
      licenseFileContent: toBase64(await readFile(server, license.id)),
      computerID: computerId,
      serialKey: license.serial,
    };
    expect(await isValid(request)).toEqual(bad);
    server.clock.now += 86_400;
    expect(await isValid(request)).toEqual(good);
    for (const [action, verdict] of [
      ['suspend', bad],
      ['reinstate', good],
      ['revoke', bad],
    ] as const) {
      await act(server, license.id, action);
      expect([action, await isValid(request)]).toEqual([action, verdict]);
    }
    const other = await create(server, {
      kind: 'single-user',
      computerId,
      validTo: '2026-07-03T00:00:00Z',
    });
    const later = {
      ...request,
      licenseFileContent: toBase64(await readFile(server, other.id)),
      serialKey: other.serial,
    };
    server.clock.now += 86_399;
    expect(await isValid(later)).toEqual(good);
    server.clock.now += 1;
    expect(await isValid(later)).toEqual(bad);
    server.clock.now -= 2 * 86_400;
  });
});
