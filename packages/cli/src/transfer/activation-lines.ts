import type { LicetClient, Result } from '@licet/client';
import { readActivation, readLicense } from '../server/license-record.js';
import { loosely } from '../server/open-server.js';
import { text, type Columns, type Members } from './columns.js';
import type { Subject } from './subject.js';

const columns: Columns = {
  kind: text('kind'),
  licenseId: text('licenseId'),
  serial: text('serial'),
  computerId: text('computerId'),
  siteCode: text('siteCode'),
};

const times = ['createdAt', 'lastIssuedAt', 'expiresAt', 'revokedAt'];

/** Activation codes of machines, and which persons or machines have tokens. */
export const activationLines: Subject = {
  plural: 'activations',
  columns,
  recordMembers: ['id', ...times],
  exported: ['id', 'kind', 'licenseId', 'computerId', 'siteCode', 'identifier', ...times],
  reported: ['id', 'licenseId', 'activationCode'],
  toBody: readMachine,
  toRow: ({ identifier, identifierKind, ...activation }) => ({
    ...activation,
    [identifierColumns[String(identifierKind)] ?? 'identifier']: identifier,
  }),
  create: createCode,
};

const identifierColumns: Readonly<Record<string, string>> = {
  computer: 'computerId',
  site: 'siteCode',
};

/** A line of an export is read as well: it says the same of a machine, and names the kind. */
function readMachine({ kind, identifier, identifierKind, ...members }: Members): Members {
  if (kind === 'token') throw new Error('Tokens are fetched by their applications.');
  const name = identifierColumns[String(identifierKind)];
  const machine = name === undefined ? members : { ...members, [name]: identifier };
  const { licenseId, serial } = machine;
  if ((licenseId === undefined) === (serial === undefined))
    throw new Error('Name the license by licenseId or by serial.');
  if (!isName(licenseId ?? serial)) throw new Error('licenseId and serial must be texts.');
  return machine;
}

/** What a path can hold (RFC 3986 section 6.2.2.3 takes dots for something else). */
function isName(value: unknown): value is string {
  return typeof value === 'string' && !/^\.{0,2}$/.test(value);
}

async function createCode(
  client: LicetClient,
  { licenseId, serial, ...body }: Members,
  idempotencyKey: string,
): Promise<Result<Members>> {
  const license = await findLicense(client, { licenseId, serial });
  if (!license.ok) return license;
  const call = { params: { id: license.data }, body, idempotencyKey };
  const result = await loosely(client).post('/v1/licenses/{id}/activation-codes', call);
  if (!result.ok) return result;
  const { code: activationCode, ...activation } = readActivation(result.data);
  return { ok: true, data: { ...activation, activationCode } };
}

/** A line names its license by its id or by its serial number. */
async function findLicense(
  client: LicetClient,
  { licenseId, serial }: Members,
): Promise<Result<string>> {
  if (isName(licenseId)) return { ok: true, data: licenseId };
  const params = { serial: isName(serial) ? serial : '' };
  const result = await loosely(client).get('/v1/serials/{serial}', { params });
  return result.ok ? { ok: true, data: readLicense(result.data).id } : result;
}
