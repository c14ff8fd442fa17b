import { createDomainKey } from '@licet/issuer';
import { signed, type GoodRequest } from './good-request.js';

const { computerId, siteCode, validFrom, validTo } = signed;

let made = 0;
/** A name that nothing has yet. */
const fresh = (): string => `made-${String((made += 1))}`;

const terms = {
  validFrom,
  validTo,
  features: ['reports'],
  maintenance: { supported: true },
  policy: { graceDays: 1 },
  holder: 'Ada',
};
const limits = {
  name: 'Acme',
  termDays: 30,
  transferLimit: 3,
  activationsPerDay: 500,
  proofDays: 30,
  features: ['reports'],
  policy: { graceDays: 1 },
  maintenanceSupported: true,
};

const creationOf = (form: string, subject: () => object): GoodRequest => ({
  id: 'createLicense',
  form,
  path: () => '/v1/licenses',
  body: () => ({ product: 'acme-shop', ...terms, ...subject() }),
});

/** The operations of `/v1` that have a body. */
export const v1Requests: readonly GoodRequest[] = [
  {
    id: 'createProduct',
    path: () => '/v1/products',
    body: () => ({ code: fresh(), ...limits }),
  },
  {
    id: 'changeProduct',
    path: () => '/v1/products/acme-shop',
    method: 'PATCH',
    body: () => limits,
  },
  {
    id: 'createTokenSetting',
    path: () => '/v1/token-settings',
    body: () => ({
      issuer: 'Acme',
      audience: 'acme-api',
      lifetimeSeconds: 60,
      name: 'Shop',
      allowsClientKeys: true,
      product: 'acme-shop',
    }),
  },
  {
    id: 'changeTokenSetting',
    path: ({ setting }) => `/v1/token-settings/${String(setting.id)}`,
    method: 'PATCH',
    body: () => ({ name: 'Shop', lifetimeSeconds: 3600, allowsClientKeys: true }),
  },
  {
    id: 'rotateTokenSecret',
    path: ({ rotated }) => `/v1/token-settings/${String(rotated.id)}/rotate`,
    body: () => ({ endsOldTokens: true }),
  },
  { id: 'rotateSigningKey', path: () => '/v1/signing-keys', body: () => ({ use: 'status' }) },
  {
    id: 'createApiKey',
    path: () => '/v1/api-keys',
    body: () => ({ scope: 'client', name: 'Shop', product: 'acme-shop', expiresInSeconds: 60 }),
  },
  creationOf('a domain', () => ({
    kind: 'domain',
    domain: 'example.com',
    scope: 'host',
    key: createDomainKey(),
  })),
  creationOf('domains', () => ({ kind: 'domain', domains: [{ domain: 'example.com' }] })),
  creationOf('a computer', () => ({ kind: 'single-user', computerId, serial: fresh() })),
  creationOf('a site', () => ({ kind: 'single-user', siteCode, serial: fresh() })),
  creationOf('a network', () => ({
    kind: 'network',
    serverPath: '/srv/licet',
    seats: 5,
    serial: fresh(),
  })),
  {
    id: 'changeLicense',
    path: ({ token }) => `/v1/licenses/${token.id}`,
    method: 'PATCH',
    body: () => ({
      features: ['reports'],
      maintenance: { supported: true },
      policy: { graceDays: 1 },
      holder: 'Ada',
      seats: 500,
    }),
  },
  {
    id: 'replaceDomainKey',
    path: ({ keyed }) => `/v1/licenses/${keyed.id}/key`,
    body: () => ({ key: createDomainKey() }),
  },
  {
    id: 'renewLicense',
    path: ({ network }) => `/v1/licenses/${network.id}/renew`,
    body: () => ({ validTo, allowShorter: true }),
  },
  {
    id: 'transferLicense',
    form: 'to a domain',
    path: ({ keyed }) => `/v1/licenses/${keyed.id}/transfer`,
    body: () => ({ domain: 'keyed.example', scope: 'host' }),
  },
  {
    id: 'transferLicense',
    form: 'to domains',
    path: ({ keyed }) => `/v1/licenses/${keyed.id}/transfer`,
    body: () => ({ domains: [{ domain: 'keyed.example' }] }),
  },
  {
    id: 'transferLicense',
    form: 'to a computer',
    path: ({ byComputer }) => `/v1/licenses/${byComputer.id}/transfer`,
    body: () => ({ computerId }),
  },
  {
    id: 'transferLicense',
    form: 'to a site',
    path: ({ bySite }) => `/v1/licenses/${bySite.id}/transfer`,
    body: () => ({ siteCode }),
  },
  {
    id: 'transferLicense',
    form: 'to a server',
    path: ({ network }) => `/v1/licenses/${network.id}/transfer`,
    body: () => ({ serverPath: '/srv/licet' }),
  },
  {
    id: 'checkoutLease',
    form: 'of an id',
    path: () => '/v1/leases',
    body: ({ token }) => ({ licenseId: token.id, holder: 'Ada', ttlSeconds: 60 }),
  },
  {
    id: 'checkoutLease',
    form: 'of a serial',
    path: () => '/v1/leases',
    body: ({ token }) => ({ serial: token.serial, holder: 'Ada', ttlSeconds: 60 }),
  },
  {
    id: 'heartbeatLease',
    path: ({ kept }) => `/v1/leases/${kept.id}/heartbeat`,
    body: ({ kept }) => ({ generation: kept.generation, ttlSeconds: 60 }),
  },
  {
    id: 'releaseLease',
    path: ({ released }) => `/v1/leases/${released.id}/release`,
    body: ({ released }) => ({ generation: released.generation }),
  },
  {
    id: 'borrowLease',
    path: ({ borrowed }) => `/v1/leases/${borrowed.id}/borrow`,
    body: ({ borrowed }) => ({ generation: borrowed.generation, days: 1 }),
  },
  {
    id: 'createSerials',
    path: () => '/v1/serials',
    body: () => ({ product: 'acme-shop', count: 1, seats: 1, ...terms }),
  },
  {
    id: 'issueActivationCode',
    form: 'for a computer',
    path: ({ byComputer }) => `/v1/licenses/${byComputer.id}/activation-codes`,
    body: () => ({ computerId }),
  },
  {
    id: 'issueActivationCode',
    form: 'for a site',
    path: ({ bySite }) => `/v1/licenses/${bySite.id}/activation-codes`,
    body: () => ({ siteCode }),
  },
  {
    id: 'explainLicense',
    path: () => '/v1/explain',
    body: ({ domain, domainFile }) => ({
      license: domainFile,
      product: domain.scriptname,
      host: domain.domainname,
      key: domain.domainkey,
      at: '2026-07-01T00:00:00Z',
    }),
  },
];
