import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeBadInput } from './support/bad-input.js';
import { createProducts } from './support/licenses.js';
import { codeOf, create, readFile, toBase64, validations } from './support/sales.js';
import { startTestServer, type TestServer } from './support/test-server.js';

let server: TestServer;
const bodies: Record<'file' | 'code' | 'network', Record<string, unknown>> = {
  file: {},
  code: {},
  network: {},
};

beforeAll(async () => {
  server = await startTestServer();
  await createProducts(server);
  const computerID = 'COMPUTER-IDXX-12345';
  const { id, serial: serialKey } = await create(server, {
    kind: 'single-user',
    computerId: computerID,
  });
  const common = { computerID, serialKey, siteCode: '', licenseHashCode: '/' };
  const licenseFileContent = toBase64(await readFile(server, id));
  const { code } = (await codeOf(server, id, { computerId: computerID })).json;
  bodies.file = { ...common, licenseFileContent, activationkey: false };
  bodies.code = { ...common, activationcode: code, activationkey: true };
  const network = await create(server, { kind: 'network', serverPath: '/p', seats: 5 });
  const networkLicenseFile = toBase64(await readFile(server, network.id));
  bodies.network = { serverpath: '/p', networkLicenseFile, numberoflicenses: 5 };
});
afterAll(() => server.stop());

describeBadInput(
  [
    {
      name: '4 validate singleuser with a file',
      path: validations.singleUser,
      fields: { licenseFileContent: 'text' },
      body: () => bodies.file,
    },
    {
      name: '4 validate singleuser with a code',
      path: validations.singleUser,
      fields: { activationcode: 'text' },
      body: () => bodies.code,
    },
    {
      name: '5 validate network',
      path: validations.network,
      fields: { serverpath: 'text', networkLicenseFile: 'text' },
      body: () => bodies.network,
    },
  ],
  () => server,
);

it('has logged no failure of its own', () => {
  const levels = server.log.map((line) => (JSON.parse(line) as { level: number }).level);
  expect(Math.max(...levels)).toBe(30);
});
