import type { DomainEntry } from '@licet/core';
import { createDomainKey } from '@licet/issuer';
import type { License } from '../../db/licenses.js';
import type { LicenseRow } from '../../db/tables.js';
import { fail, succeed, type Outcome } from '../../problems.js';
import type { Context } from '../context.js';
import { parseDomainKey, toKeyColumns } from './domain-key.js';
import { parseLabel } from './label.js';
import { parseDomains, type DomainRequest } from './licensed-domains.js';
import { parseSerial } from './serial.js';
import { parseServerPath } from './server-path.js';

/** What a license of one kind is for, as somebody sends it. */
export interface SubjectRequest extends Partial<DomainRequest> {
  readonly key?: string;
  readonly domains?: readonly DomainRequest[];
  readonly computerId?: string;
  readonly siteCode?: string;
  readonly serverPath?: string;
  readonly seats?: number;
  readonly serial?: string;
}

/** What a license of one kind is for, as it is stored. */
export type Subject = Pick<
  License,
  | 'key_hmac'
  | 'key_sealed'
  | 'imported'
  | 'serial'
  | 'seats'
  | 'computer_id'
  | 'site_code'
  | 'server_path'
  | 'domains'
>;

/** That of a license which is for nobody yet. */
export const noSubject: Subject = {
  key_hmac: null,
  key_sealed: null,
  imported: 0,
  serial: null,
  seats: null,
  computer_id: null,
  site_code: null,
  server_path: null,
  domains: [],
};

/** The members that mean something for a kind. */
const membersOf = {
  domain: ['domain', 'scope', 'key', 'domains'],
  'single-user': ['computerId', 'siteCode', 'serial'],
  network: ['serverPath', 'seats', 'serial'],
  token: ['seats', 'serial'],
} as const satisfies Record<LicenseRow['kind'], readonly (keyof SubjectRequest)[]>;

/**
 * Reads what a license of a kind is for. Codes: `unknown_field` (one of another kind), `missing_field`, `invalid_field`, `invalid_domain`,
 * `public_suffix`.
 */
export function parseSubject(
  context: Pick<Context, 'vault'>,
  kind: LicenseRow['kind'],
  request: SubjectRequest,
): Outcome<Subject> {
  const known: readonly string[] = membersOf[kind];
  const foreign = Object.keys(request).find((name) => !known.includes(name));
  if (foreign !== undefined)
    return fail('unknown_field', `Leave out ${foreign}: it means nothing for ${kind}.`, foreign);
  const subject =
    kind === 'domain' ? parseDomainSubject(context, request) : parseSerialSubject(kind, request);
  return subject.ok ? succeed({ ...noSubject, ...subject.value }) : subject;
}

/** A domain license of one entry. */
export function toDomainSubject(
  context: Pick<Context, 'vault'>,
  normalizedKey: string,
  domains: readonly DomainEntry[],
): Subject {
  return { ...noSubject, ...toKeyColumns(context, normalizedKey), domains };
}

/** Reads the domains, which come as one or as a list. Codes: `missing_field`, `invalid_field`, `invalid_domain`, `public_suffix`. */
export function parseRequestedDomains({
  domain,
  scope,
  domains,
}: SubjectRequest): Outcome<readonly DomainEntry[]> {
  if (domain === undefined) {
    if (scope !== undefined) return fail('invalid_field', 'Send scope with domain.', 'scope');
    if (domains === undefined) return fail('missing_field', 'Send domain too.', 'domain');
    return parseDomains(domains, 'domains');
  }
  if (domains !== undefined)
    return fail('invalid_field', 'Send domain or domains, not both.', 'domains');
  return parseDomains([{ domain, ...(scope !== undefined && { scope }) }], 'domain');
}

/** Reads what names a machine. Codes: `invalid_field`. */
export function parseMachine({
  computerId,
  siteCode,
}: SubjectRequest): Outcome<Pick<Subject, 'computer_id' | 'site_code'>> {
  const computer = computerId === undefined ? undefined : parseLabel(computerId, 'computerId');
  if (computer?.ok === false) return computer;
  const site = siteCode === undefined ? undefined : parseLabel(siteCode, 'siteCode');
  if (site?.ok === false) return site;
  return succeed({ computer_id: computer?.value ?? null, site_code: site?.value ?? null });
}

/** Whether a license is for a machine that nobody has named yet. */
export function isUnbound({ kind, computer_id, site_code }: LicenseRow): boolean {
  return kind === 'single-user' && computer_id === null && site_code === null;
}

function parseDomainSubject(
  context: Pick<Context, 'vault'>,
  request: SubjectRequest,
): Outcome<Partial<Subject>> {
  const domains = parseRequestedDomains(request);
  if (!domains.ok) return domains;
  const key = parseDomainKey(request.key ?? createDomainKey(), 'key');
  if (!key.ok) return key;
  return succeed(toDomainSubject(context, key.value, domains.value));
}

function parseSerialSubject(
  kind: Exclude<LicenseRow['kind'], 'domain'>,
  request: SubjectRequest,
): Outcome<Partial<Subject>> {
  const serial = parseSerial(request.serial);
  if (!serial.ok) return serial;
  const rest = kind === 'single-user' ? parseMachine(request) : parseSeats(kind, request);
  return rest.ok ? succeed({ serial: serial.value, ...rest.value }) : rest;
}

function parseSeats(
  kind: 'network' | 'token',
  { serverPath, seats }: SubjectRequest,
): Outcome<Partial<Subject>> {
  if (seats === undefined) return fail('missing_field', 'Send seats too.', 'seats');
  if (kind === 'token') return succeed({ seats });
  if (serverPath === undefined) return fail('missing_field', 'Send serverPath too.', 'serverPath');
  const path = parseServerPath(serverPath);
  return path.ok ? succeed({ seats, server_path: path.value }) : path;
}
