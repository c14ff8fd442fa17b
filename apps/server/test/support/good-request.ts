import { createHash } from 'node:crypto';
import { v5Paths } from '../../src/routes/v5/paths.js';
import { createProducts, fetchFile, sell } from './licenses.js';
import { codeOf, create, readFile, toBase64 } from './sales.js';
import { itemsOf, type TestServer } from './test-server.js';
import { createSetting, generateToken } from './tokens.js';

type Body = Readonly<Record<string, unknown>>;

/** A request that is answered well, however often, and that has each field that matters to its form. */
export interface GoodRequest {
  /** Id of the operation. */
  readonly id: string;
  /** Which of its forms, where it has several. */
  readonly form?: string;
  path(stock: Stock): string;
  readonly method?: 'PATCH';
  body(stock: Stock): Body;
}

/** What the requests are about. */
export type Stock = Awaited<ReturnType<typeof createStock>>;

/** What was signed into the licenses of the stock, which a good request has to repeat. */
export const signed = {
  computerId: 'COMPUTER-IDXX-12345',
  siteCode: 'SITECODE123',
  validFrom: '2026-01-01T00:00:00Z',
  validTo: '2027-01-01T00:00:00Z',
} as const;
const { computerId, siteCode, validFrom, validTo } = signed;

/** Sells something of everything. */
export async function createStock(server: TestServer) {
  await createProducts(server);
  const publickey = itemsOf(await server.get('/v1/signing-keys'))[0]!.xml;
  const domain = await sell(server);
  const byComputer = await create(server, { kind: 'single-user', computerId });
  const bySite = await create(server, { kind: 'single-user', siteCode });
  const network = await create(server, {
    kind: 'network',
    serverPath: '/srv/licet',
    seats: 5,
    serial: 'SERIAL12345',
    validFrom,
    validTo,
  });
  const token = await create(server, { kind: 'token', seats: 500 });
  const keyed = await create(server, { kind: 'domain', domain: 'keyed.example' });
  const setting = await createSetting(server, { allowsClientKeys: true });
  const rotated = await createSetting(server);
  const machineFile = await readFile(server, byComputer.id);
  const order = { tokenSerial: token.serial, programID: 'acme-shop' };
  const bound = { ...order, uniqueIdentifier: 'DEVICE12345', boundToComputer: true };
  const lend = async (holder: string) =>
    (await server.post('/v1/leases', { licenseId: token.id, holder })).json as Lease;
  return {
    publickey,
    domain,
    byComputer,
    bySite,
    network,
    token,
    keyed,
    setting,
    rotated,
    bound,
    domainFile: toBase64(await fetchFile(server, domain)),
    machineFile: toBase64(machineFile),
    machineHash: createHash('sha256').update(machineFile).digest('hex'),
    networkFile: toBase64(await readFile(server, network.id)),
    code: (await codeOf(server, bySite.id, { siteCode })).json.code as string,
    accessToken: await generateToken(server, setting.id),
    tokenLicense: (await server.post(v5Paths.generateTokenLicense, bound)).json.token as string,
    kept: await lend('kept'),
    borrowed: await lend('borrowed'),
    released: await lend('released'),
  };
}

interface Lease {
  readonly id: string;
  readonly generation: number;
}
