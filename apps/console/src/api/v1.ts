import { requestJson, requestText, type RequestOptions } from './http.js';
import type {
  Activation,
  ActivationCode,
  ApiKey,
  AuditEntry,
  Explanation,
  Holder,
  License,
  Page,
  Product,
  Seat,
  SigningKey,
  Statistics,
  TokenSetting,
} from './types.js';

type Query = NonNullable<RequestOptions['query']>;

/** A body whose members are checked by the server, which says what is wrong with which. */
export type Draft = Readonly<Record<string, unknown>>;

/** The list of something, a page at a time. */
export type Lister<T> = (query: Query, signal?: AbortSignal) => Promise<Page<T>>;

const list =
  <T>(path: string): Lister<T> =>
  (query, signal) =>
    requestJson<Page<T>>(path, { query, ...(signal && { signal }) });

const post = <T>(path: string, body: Draft | undefined, idempotencyKey: string) =>
  requestJson<T>(path, { method: 'POST', idempotencyKey, ...(body && { body }) });

const patch = <T>(path: string, body: Draft, idempotencyKey: string) =>
  requestJson<T>(path, { method: 'PATCH', body, idempotencyKey });

const remove = <T>(path: string, idempotencyKey: string) =>
  requestJson<T>(path, { method: 'DELETE', idempotencyKey });

const at = (path: string, ...parts: readonly string[]) =>
  [path, ...parts.map(encodeURIComponent)].join('/');

const paths = {
  products: '/v1/products',
  licenses: '/v1/licenses',
  activations: '/v1/activations',
  serials: '/v1/serials',
  tokenSettings: '/v1/token-settings',
  apiKeys: '/v1/api-keys',
  signingKeys: '/v1/signing-keys',
} as const;

/** The public API, as far as the console calls it. Every write takes a key that makes its repetition harmless. */
export const v1 = {
  statistics: (signal?: AbortSignal) =>
    requestJson<Statistics>('/v1/statistics', { ...(signal && { signal }) }),

  listProducts: list<Product>(paths.products),
  readProduct: (code: string) => requestJson<Product>(at(paths.products, code)),
  createProduct: (body: Draft, key: string) => post<Product>(paths.products, body, key),
  changeProduct: (code: string, body: Draft, key: string) =>
    patch<Product>(at(paths.products, code), body, key),

  listLicenses: list<License>(paths.licenses),
  readLicense: (id: string) => requestJson<License>(at(paths.licenses, id)),
  createLicense: (body: Draft, key: string) => post<License>(paths.licenses, body, key),
  changeLicense: (id: string, body: Draft, key: string) =>
    patch<License>(at(paths.licenses, id), body, key),
  actOnLicense: (id: string, action: string, body: Draft | undefined, key: string) =>
    post<License>(at(paths.licenses, id, action), body, key),
  readLicenseFile: (id: string) => requestText(at(paths.licenses, id, 'file')),
  readLicenseKey: (id: string) => requestJson<{ key: string }>(at(paths.licenses, id, 'key')),

  listActivations: (id: string) => list<Activation>(at(paths.licenses, id, 'activations')),
  listSeats: (id: string) => list<Seat>(at(paths.licenses, id, 'seats')),
  listHolders: (id: string) => list<Holder>(at(paths.licenses, id, 'holders')),
  // An identifier may be empty, and is sent all the same.
  forgetHolder: (id: string, identifier: string, key: string) =>
    remove(
      `${at(paths.licenses, id, 'holders')}?identifier=${encodeURIComponent(identifier)}`,
      key,
    ),
  createActivationCode: (id: string, body: Draft, key: string) =>
    post<ActivationCode>(at(paths.licenses, id, 'activation-codes'), body, key),
  revokeActivation: (id: string, key: string) =>
    post<Activation>(at(paths.activations, id, 'revoke'), undefined, key),

  createSerials: (body: Draft, key: string) =>
    post<{ readonly items: readonly License[] }>(paths.serials, body, key),

  listTokenSettings: list<TokenSetting>(paths.tokenSettings),
  createTokenSetting: (body: Draft, key: string) =>
    post<TokenSetting>(paths.tokenSettings, body, key),
  changeTokenSetting: (id: number, body: Draft, key: string) =>
    patch<TokenSetting>(at(paths.tokenSettings, String(id)), body, key),
  rotateTokenSecret: (id: number, body: Draft, key: string) =>
    post<TokenSetting>(at(paths.tokenSettings, String(id), 'rotate'), body, key),
  deleteTokenSetting: (id: number, key: string) =>
    remove<TokenSetting>(at(paths.tokenSettings, String(id)), key),

  listApiKeys: list<ApiKey>(paths.apiKeys),
  createApiKey: (body: Draft, key: string) => post<ApiKey>(paths.apiKeys, body, key),
  revokeApiKey: (id: string, key: string) =>
    post<ApiKey>(at(paths.apiKeys, id, 'revoke'), undefined, key),

  listSigningKeys: list<SigningKey>(paths.signingKeys),
  rotateSigningKey: (use: string, key: string) => post<SigningKey>(paths.signingKeys, { use }, key),
  burnSigningKey: (kid: string, key: string) =>
    post<SigningKey>(at(paths.signingKeys, kid, 'burn'), undefined, key),

  listAuditLog: list<AuditEntry>('/v1/audit-log'),
  explain: (body: Draft) => requestJson<Explanation>('/v1/explain', { method: 'POST', body }),
} as const;
