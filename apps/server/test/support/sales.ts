import type { Answer, TestServer } from './test-server.js';

/** The paths of operations 4, 5 and 6. */
export const validations = {
  singleUser: '/val/LicenseVal/validate/singleuser',
  network: '/val/LicenseVal/validate/network',
  domain: '/val/LicenseVal/validate/domain',
} as const;

/** One good request for each kind; `product` is added. */
export const kindRequests = {
  domain: { kind: 'domain', domain: 'example.com' },
  'single-user': { kind: 'single-user', computerId: 'COMPUTER-IDXX-12345' },
  network: { kind: 'network', serverPath: 'C:/ProgramData/Server/Path', seats: 5 },
  token: { kind: 'token', seats: 3 },
} as const;

/** Creates the product `full`, of which licenses get a term, features, a policy and maintenance. */
export async function createFullProduct(server: TestServer): Promise<void> {
  await server.post('/v1/products', {
    code: 'full',
    name: 'Full',
    termDays: 10,
    transferLimit: 2,
    features: ['a', 'b'],
    policy: { graceDays: 3, onExpiry: 'warn' },
    maintenanceSupported: true,
  });
}

/** A license as it is answered, of whatever kind. */
export interface SoldLicense {
  readonly id: string;
  readonly key: string;
  readonly serial: string;
  readonly state: string;
  readonly standing: string;
  readonly generation: number;
  readonly transfers: number;
}

/** Creates a license of `acme-shop` unless told otherwise. */
export async function create(server: TestServer, request: object): Promise<SoldLicense> {
  const answer = await server.post('/v1/licenses', { product: 'acme-shop', ...request });
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.json;
}

/** The newest file of a license. */
export async function readFile(server: TestServer, id: string): Promise<string> {
  const answer = await server.get(`/v1/licenses/${id}/file`);
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.text;
}

export function toBase64(text: string): string {
  return Buffer.from(text).toString('base64');
}

/** Does something to a license. */
export function act(
  server: TestServer,
  id: string,
  action: string,
  body?: object,
): Promise<Answer> {
  return server.post(`/v1/licenses/${id}/${action}`, body);
}

export function patch(
  server: TestServer,
  path: string,
  body: unknown,
  key?: string,
): Promise<Answer> {
  return server.post(path, body, { method: 'PATCH', ...(key !== undefined && { key }) });
}

export function codeOf(server: TestServer, id: string, machine: object): Promise<Answer> {
  return act(server, id, 'activation-codes', machine);
}

/** Sells a license of each kind that ends in 2027; gives their ids by kind. */
export async function sellEachKind(server: TestServer): Promise<Record<string, string>> {
  const ids: Record<string, string> = {};
  for (const [kind, request] of Object.entries(kindRequests)) {
    ids[kind] = (await create(server, { ...request, validTo: '2027-01-01' })).id;
  }
  return ids;
}
