import { formatInstant, type EpochSeconds, type MaintenanceClaims } from '@licet/core';
import { Type, type Static } from 'typebox';
import { standings } from '../../db/license-lists.js';
import type { License } from '../../db/licenses.js';
import { examples } from '../../http/examples.js';
import { Instant } from '../../http/fields.js';
import { readTerms } from '../../services/licenses/license-terms.js';
import { standingOf } from '../../services/licenses/standing.js';
import { Features, PolicyTerms } from './terms-schemas.js';

/** The kinds of licenses. */
export const kinds = ['domain', 'single-user', 'network', 'token'] as const;

/** The states of licenses. */
export const states = ['active', 'suspended', 'revoked'] as const;

const properties = {
  id: Type.String({ examples: [examples.licenseId] }),
  kind: Type.Enum([...kinds]),
  product: Type.String({ examples: [examples.productCode] }),
  state: Type.Enum([...states]),
  stateChangedAt: Instant('When the state became what it is'),
  standing: Type.Enum([...standings], { description: 'State and dates together, now' }),
  validFrom: Type.Optional(Instant('Start, inclusive')),
  validTo: Type.Optional(Instant('End, exclusive; absent when permanent')),
  features: Features,
  maintenance: Type.Optional(
    Type.Object({
      supported: Type.Boolean(),
      until: Type.Optional(Instant('Last instant at which a release is covered')),
    }),
  ),
  policy: Type.Optional(PolicyTerms),
  holder: Type.Optional(Type.String({ examples: [examples.holder] })),
  generation: Type.Integer({ description: 'Counts the documents of this license', examples: [1] }),
  transfers: Type.Integer({ description: 'How often it was moved', examples: [0] }),
  createdAt: Instant('Creation'),
  domains: Type.Optional(
    Type.Array(
      Type.Object({
        name: Type.String({ examples: [examples.domain] }),
        scope: Type.String({ examples: ['host+www'] }),
      }),
      { description: 'Of a domain license' },
    ),
  ),
  serial: Type.Optional(
    Type.String({ description: 'Of all other kinds', examples: [examples.serial] }),
  ),
  seats: Type.Optional(
    Type.Integer({ description: 'Of a network or token license', examples: [5] }),
  ),
  computerId: Type.Optional(
    Type.String({
      description: 'The machine of a single-user license',
      examples: [examples.computerId],
    }),
  ),
  siteCode: Type.Optional(
    Type.String({
      description: 'The machine of a single-user license',
      examples: [examples.siteCode],
    }),
  ),
  serverPath: Type.Optional(
    Type.String({ description: 'Of a network license', examples: [examples.serverPath] }),
  ),
};

/** The license that a path names. */
export const licenseParams = Type.Object({ id: Type.String({ examples: [examples.licenseId] }) });

/** A license in answers. */
export const LicenseView = Type.Object(properties);

/** A license with its domain key. */
export const LicenseWithKey = Type.Object({
  ...properties,
  key: Type.Optional(
    Type.String({ description: 'Domain key of a domain license', examples: [examples.domainKey] }),
  ),
});

/** A license as it is answered; how it stands depends on the time. */
export function toLicense(license: License, now: EpochSeconds): Static<typeof LicenseView> {
  return { ...toTerms(license, now), ...toPlaces(license) };
}

function toTerms(license: License, now: EpochSeconds) {
  const { valid_from: from, valid_to: to, holder } = license;
  const { features = [], maintenance, policy } = readTerms(license);
  return {
    id: license.license_id,
    kind: license.kind,
    product: license.product,
    state: license.state,
    stateChangedAt: formatInstant(license.state_changed_at),
    standing: standingOf(license, now),
    ...(from !== null && { validFrom: formatInstant(from) }),
    ...(to !== null && { validTo: formatInstant(to) }),
    features: [...features],
    ...(maintenance !== undefined && { maintenance: toMaintenance(maintenance) }),
    ...(policy !== undefined && { policy }),
    ...(holder !== null && { holder }),
    generation: license.gen,
    transfers: license.transfers,
    createdAt: formatInstant(license.created_at),
  };
}

function toPlaces({ kind, domains, serial, seats, ...license }: License) {
  const { computer_id: computerId, site_code: siteCode, server_path: serverPath } = license;
  return {
    ...(kind === 'domain' && { domains: domains.map(({ name, scope }) => ({ name, scope })) }),
    ...(serial !== null && { serial }),
    ...(seats !== null && { seats }),
    ...(computerId !== null && { computerId }),
    ...(siteCode !== null && { siteCode }),
    ...(serverPath !== null && { serverPath }),
  };
}

function toMaintenance({ supported, until }: MaintenanceClaims) {
  return { supported, ...(until !== undefined && { until: formatInstant(until) }) };
}
