import {
  domainKeyHash,
  isGeneratedDomainKey,
  normalizeDomainKey,
  normalizeSerial,
  normalizeServerPath,
  type DocumentClaims,
  type DomainEntry,
  type EpochSeconds,
  type LicenseClaims,
} from '@licet/core';
import {
  createDomainKey,
  createSerial,
  newDocumentId,
  newLicenseId,
  parseLicensedDomain,
} from '@licet/issuer';
import { readEnd, readLast, readStart } from '../input/dates.js';
import { readInteger } from '../input/numbers.js';
import { misuse } from '../program/failure.js';
import { readPolicy } from './read-policy.js';
import type { PlaceValues, TermValues } from './term-options.js';

/** What is to be signed, and what the customer gets besides the file. */
export interface Draft<Claims> {
  readonly claims: Claims;
  /** The domain key in the clear: only its hash is signed. */
  readonly key?: string | undefined;
}

/** All that was said of a license on the command line. */
export interface Order {
  readonly product: string;
  readonly issuer: string;
  readonly now: EpochSeconds;
  readonly options: TermValues & PlaceValues & { readonly identifier: string | undefined };
}

const mostDays = 36_500;
const counts = { least: 1, most: 2_147_483_647 };

/** For hosts. */
export function draftDomain(order: Order): Draft<DocumentClaims['domain-license']> {
  const { options } = order;
  const common = draftCommon(order);
  if (options.domain.length === 0) throw misuse('Give --domain: whom is it for?', 'domain');
  const domains = options.domain.map((text) => readDomain(text, options.scope));
  const { 'domain-key': key = createDomainKey() } = options;
  const normalized = normalizeDomainKey(key);
  if (normalized === undefined) {
    throw misuse('--domain-key must be 1 to 64 printable ASCII characters.', 'domain-key');
  }
  // A hash of a key that somebody made up could be guessed: such keys are checked online only.
  const hash = isGeneratedDomainKey(normalized) ? domainKeyHash(common.sub, normalized) : undefined;
  return { claims: { ...common, domains, ...(hash !== undefined && { key: hash }) }, key };
}

function readDomain(text: string, scope: string | undefined): DomainEntry {
  const parsing = parseLicensedDomain(text);
  if (!parsing.ok) throw misuse(`--domain ${text}: ${parsing.detail}`, 'domain');
  return scope === undefined ? parsing.entry : { ...parsing.entry, scope };
}

/** For one machine: a file, or an activation code. */
export function draftMachine(order: Order): Draft<DocumentClaims['single-user-license']> {
  const { computer: computerId, site: siteCode } = order.options;
  if (computerId === undefined && siteCode === undefined) {
    throw misuse('Give --computer or --site: which machine is it for?', 'computer');
  }
  const binding = {
    ...(computerId !== undefined && { computerId }),
    ...(siteCode !== undefined && { siteCode }),
  };
  return { claims: { ...draftCommon(order), serial: readSerial(order), ...binding } };
}

/** For a server that counts seats. */
export function draftNetwork(order: Order): Draft<DocumentClaims['network-license']> {
  const { 'server-path': path, seats } = order.options;
  const serverPath = path === undefined ? undefined : normalizeServerPath(path);
  if (serverPath === undefined) {
    throw misuse('Give --server-path of 1 to 1024 readable characters.', 'server-path');
  }
  const count = readInteger(seats, 'seats', counts);
  if (count === undefined) throw misuse('Give --seats: how many may use it at once?', 'seats');
  const serial = readSerial(order);
  return { claims: { ...draftCommon(order), serial, serverPath, seats: count } };
}

/** A proof that a serial number was sold. */
export function draftToken(order: Order): Draft<DocumentClaims['token-license']> {
  const { exp, ...common } = draftCommon(order);
  if (exp === undefined) throw misuse('Give --valid-to: a token license has an end.', 'valid-to');
  const { identifier } = order.options;
  const holder = identifier === undefined ? { bound: false } : { identifier, bound: true };
  return { claims: { ...common, exp, serial: readSerial(order), ...holder } };
}

function readSerial({ options }: Order): string {
  const serial = normalizeSerial(options.serial ?? createSerial());
  if (serial === undefined) {
    throw misuse('--serial must be 1 to 64 printable ASCII characters.', 'serial');
  }
  return serial;
}

function draftCommon({ product, issuer, now, options }: Order): LicenseClaims {
  const { feature: features, holder } = options;
  const nbf = readStart(options['valid-from'], 'valid-from');
  const exp = readEnd(options['valid-to'], 'valid-to');
  if (exp !== undefined && exp <= (nbf ?? now)) {
    throw misuse('--valid-to must be later than the start and than now.', 'valid-to');
  }
  const until = readLast(options['maintenance-until'], 'maintenance-until');
  const policy = readPolicy(options, mostDays);
  return {
    v: 1,
    iss: issuer,
    sub: newLicenseId(),
    jti: newDocumentId(),
    gen: 1,
    iat: now,
    product,
    ...(nbf !== undefined && { nbf }),
    ...(exp !== undefined && { exp }),
    ...(features.length > 0 && { features: [...features] }),
    ...(until !== undefined && { maintenance: { supported: true, until } }),
    ...(policy && { policy }),
    ...(holder !== undefined && { holder }),
  };
}
