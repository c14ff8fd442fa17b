import type { LicetClient, Result } from '@licet/client';
import { readLicense } from '../server/license-record.js';
import { loosely } from '../server/open-server.js';
import { number, text, type Columns, type Members } from './columns.js';
import type { Subject } from './subject.js';

/** Named after the members of the API. */
const columns: Columns = {
  state: text('state'),
  kind: text('kind'),
  product: text('product'),
  domain: text('domain'),
  scope: text('scope'),
  key: text('key'),
  serial: text('serial'),
  seats: number('seats'),
  computerId: text('computerId'),
  siteCode: text('siteCode'),
  serverPath: text('serverPath'),
  validFrom: text('validFrom'),
  validTo: text('validTo'),
  features: { path: ['features'], type: 'words' },
  holder: text('holder'),
  maintenanceSupported: { path: ['maintenance', 'supported'], type: 'boolean' },
  maintenanceUntil: text('maintenance', 'until'),
  graceDays: number('policy', 'graceDays'),
  offlineDays: number('policy', 'offlineDays'),
  onExpiry: text('policy', 'onExpiry'),
  onStale: text('policy', 'onStale'),
  onClockBack: text('policy', 'onClockBack'),
  devHosts: { path: ['policy', 'devHosts'], type: 'boolean' },
};

const shown = ['id', 'standing', 'generation', 'createdAt'];

/** Licenses of all kinds, serial numbers among them. */
export const licenseLines: Subject = {
  plural: 'licenses',
  columns,
  recordMembers: [...shown, 'stateChangedAt', 'transfers'],
  exported: [...shown, ...Object.keys(columns)],
  reported: ['id', 'key', 'serial'],
  toBody: (members) => renameDomains(splitDomain(refuseEnded(members))),
  toRow: (license) => ({ ...license, ...flattenDomains(license.domains) }),
  create: createLicense,
};

async function createLicense(
  client: LicetClient,
  body: Members,
  idempotencyKey: string,
): Promise<Result<Members>> {
  const result = await loosely(client).post('/v1/licenses', { body, idempotencyKey });
  return result.ok ? { ok: true, data: { ...readLicense(result.data) } } : result;
}

/** Whoever imports a license makes a new one that is active: what was taken away must not come back that way. */
function refuseEnded({ state = 'active', ...members }: Members): Members {
  if (state === 'active') return members;
  throw new Error(
    'Only active licenses are imported: leave the line out, or set its state to active to issue the license anew.',
  );
}

/** Several domains stand in one cell with spaces between, each with its scope behind a bar: `a.example|host b.example`. */
function splitDomain(members: Members): Members {
  const { domain, scope, ...others } = members;
  if (typeof domain !== 'string' || !domain.includes(' ')) return members;
  const domains = domain.split(/\s+/).map((part) => {
    const [name = '', own] = part.split('|');
    const chosen = own ?? scope;
    return { domain: name, ...(chosen !== undefined && { scope: chosen }) };
  });
  return { ...others, domains };
}

/** The API calls a domain `domain` in requests and `name` in answers. */
function renameDomains(members: Members): Members {
  const { domains } = members;
  if (!Array.isArray(domains)) return members;
  const entries = (domains as readonly unknown[]).map((entry) => {
    if (typeof entry !== 'object' || entry === null || !('name' in entry)) return entry;
    const { name, ...others } = entry;
    return { domain: name, ...others };
  });
  return { ...members, domains: entries };
}

function flattenDomains(domains: unknown): Readonly<Record<string, string>> {
  if (!Array.isArray(domains)) return {};
  const entries = domains as readonly { readonly name: string; readonly scope: string }[];
  const [first] = entries;
  if (first && entries.length === 1) return { domain: first.name, scope: first.scope };
  return { domain: entries.map(({ name, scope }) => `${name}|${scope}`).join(' ') };
}
