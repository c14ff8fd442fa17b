import { toPipeForm } from '@licet/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { v5Paths } from '../src/routes/v5/paths.js';
import { createProducts, fetchFile, sell, type Sold } from './support/licenses.js';
import { codeOf, create, kindRequests, readFile, toBase64, validations } from './support/sales.js';
import { startTestServer, type TestServer } from './support/test-server.js';
import { createSetting, generateToken, tokenPaths } from './support/tokens.js';

const identifier = 'DEVICE12345';
const computerID = kindRequests['single-user'].computerId;

let server: TestServer;
let domain: Sold;
let serial: string;
let settingId: number;
/** Everything that the server signs, as a JWS, by what accepts it. */
let texts: Readonly<Record<string, string>>;

beforeAll(async () => {
  server = await startTestServer();
  await createProducts(server);
  domain = await sell(server);
  const desk = await create(server, kindRequests['single-user']);
  serial = desk.serial;
  const network = await create(server, kindRequests.network);
  const token = await create(server, kindRequests.token);
  settingId = (await createSetting(server, { allowsClientKeys: true })).id;
  const generated = await server.post(v5Paths.generateTokenLicense, {
    tokenSerial: token.serial,
    programID: 'acme-shop',
    uniqueIdentifier: identifier,
    boundToComputer: true,
  });
  const [input = '', signature = ''] = String(generated.json.token).split('|');
  const jws = `${Buffer.from(input, 'base64').toString()}.${Buffer.from(signature, 'base64').toString('base64url')}`;
  const lease = await server.post('/v1/leases', { licenseId: network.id, holder: identifier });
  const borrowed = await server.post(`/v1/leases/${String(lease.json.id)}/borrow`, {
    generation: lease.json.generation as number,
    days: 1,
  });
  const file = await fetchFile(server, domain);
  texts = {
    'domain file': file,
    'machine file': await readFile(server, desk.id),
    'activation code': (await codeOf(server, desk.id, { computerId: computerID })).json.code,
    'network file': await readFile(server, network.id),
    'token license': jws,
    'access token': await generateToken(server, settingId),
    'borrowed seat': borrowed.json.document,
    'status list': (await server.get('/v1/status-lists/0')).text,
    'list of stolen keys': (await server.get('/v1/trust')).text,
    'leaf statement': (
      JSON.parse(Buffer.from(file.split('.')[0] ?? '', 'base64url').toString()) as { leaf: string }
    ).leaf,
  };
});
afterAll(() => server.stop());

const pipe = (text: string): string => toPipeForm(text) ?? text;

/** Each operation that judges a text, with the rest of its request as it is right for the text that it is for. */
const operations: Readonly<Record<string, (text: string) => [path: string, body: object]>> = {
  'domain file': (text) => [validations.domain, { ...domain, webLicenseFile: toBase64(text) }],
  'machine file': (text) => [
    validations.singleUser,
    { activationkey: false, licenseFileContent: toBase64(text), serialKey: serial, computerID },
  ],
  'activation code': (text) => [
    validations.singleUser,
    { activationkey: true, activationcode: text, serialKey: serial, computerID },
  ],
  'network file': (text) => [
    validations.network,
    { serverpath: kindRequests.network.serverPath, networkLicenseFile: toBase64(text) },
  ],
  'token license': (text) => [
    v5Paths.validateTokenLicense,
    { tokenLicense: pipe(text), programID: 'acme-shop', uniqueIdentifier: identifier },
  ],
  'access token': (text) => [tokenPaths.validate, { token: text, tokenSettingId: settingId }],
  'exchange of an access token': (text) => [tokenPaths.exchange, { token: text, identifier }],
};

it('every text is one that was signed', () => {
  for (const [kind, text] of Object.entries(texts))
    expect([kind, text]).toEqual([kind, expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/)]);
});

describe.each(Object.keys(operations))('the operation for: %s', (name) => {
  it('accepts that alone of all that the server signs', async () => {
    const accepted: string[] = [];
    for (const [kind, text] of Object.entries(texts)) {
      const [path, body] = operations[name]?.(text) ?? ['', {}];
      const answer = await server.post(path, body);
      expect(answer.status, kind).toBeLessThan(500);
      const { valid, TokenSerial } = answer.json as { valid?: boolean; TokenSerial?: string };
      if (valid === true || TokenSerial !== undefined) accepted.push(kind);
    }
    expect(accepted).toEqual([name.startsWith('exchange') ? 'access token' : name]);
  });
});

it('the check of a maintenance plan knows a token license alone', async () => {
  for (const [kind, text] of Object.entries(texts)) {
    const answer = await server.post(v5Paths.checkMaintenancePlan, { generatedToken: pipe(text) });
    expect([kind, answer.status]).toEqual([kind, kind === 'token license' ? 200 : 400]);
  }
});
