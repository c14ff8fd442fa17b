import { isDeepStrictEqual } from 'node:util';
import type { License } from '../../db/licenses.js';
import { findProduct } from '../../db/products.js';
import type { Reach } from '../../db/reach.js';
import { fail, succeed, type Outcome } from '../../problems.js';
import type { AuditDetails } from '../audit/actions.js';
import type { Context } from '../context.js';
import type { Commit } from '../write.js';
import { changeLicense, findLicense, type LicenseEdit } from './change-license.js';
import {
  isUnbound,
  parseMachine,
  parseRequestedDomains,
  type Subject,
  type SubjectRequest,
} from './license-subject.js';
import { findStateFault } from './license-state.js';
import { parseServerPath } from './server-path.js';

/** Where a license goes: domains, a machine, or a server. */
export type TransferRequest = Pick<
  SubjectRequest,
  'domain' | 'scope' | 'domains' | 'computerId' | 'siteCode' | 'serverPath'
>;

/**
 * Moves a license to other domains or another machine and signs its new file; what was issued for the place before stops being good. As often as
 * its product allows, to where it is already any number of times. A license that was for no machine yet is bound, which is no
 * transfer. Codes: `license_not_found`, `wrong_license_kind`, `missing_field`, `invalid_field`, `invalid_domain`,
 * `public_suffix`, `license_revoked`, `license_suspended`, `transfer_limit_reached`, `license_too_large`.
 */
export async function transferLicense(
  context: Context,
  reach: Reach,
  { id, ...request }: TransferRequest & { readonly id: string },
  commit: Commit<License>,
): Promise<Outcome<License>> {
  const { store } = context;
  const find = () => findLicense(store.db, reach, id);
  const decide = async (license: License): Promise<Outcome<LicenseEdit | undefined>> => {
    const target = parseTarget(license, request);
    if (!target.ok) return target;
    const fault = findStateFault(license);
    if (fault !== undefined) return fault;
    const { domains, ...change } = target.value;
    if (isThere(license, target.value)) return succeed(undefined);
    const action = 'license.transfer';
    if (isUnbound(license)) return succeed({ action, change, endsDocuments: false });
    const product = await findProduct(store.db, reach, license.product);
    const limit = product?.transfer_limit ?? Infinity;
    if (license.transfers >= limit)
      return fail('transfer_limit_reached', `It can be moved ${String(limit)} times, and was.`);
    const moved = { ...change, transfers: license.transfers + 1 };
    const details = describeMove(license, domains);
    const to = { change: moved, ...(domains && { domains }) };
    return succeed({ action, details, ...to, endsDocuments: true });
  };
  return changeLicense(context, { find, decide }, commit);
}

function describeMove({ domains }: License, next: Target['domains']): AuditDetails {
  const [[before], [after]] = [domains, next ?? []];
  return {
    ...(before && { previousDomain: before.name }),
    ...(after && { domain: after.name, domainScope: after.scope }),
  };
}

type Target = Partial<Pick<Subject, 'domains' | 'computer_id' | 'site_code' | 'server_path'>>;

const membersOf = {
  domain: ['domain', 'scope', 'domains'],
  'single-user': ['computerId', 'siteCode'],
  network: ['serverPath'],
} as const satisfies Record<string, readonly (keyof TransferRequest)[]>;

function parseTarget({ kind }: License, request: TransferRequest): Outcome<Target> {
  if (kind === 'token')
    return fail('wrong_license_kind', 'A token license is for nobody in particular.');
  const known: readonly string[] = membersOf[kind];
  const foreign = Object.keys(request).find((name) => !known.includes(name));
  if (foreign !== undefined)
    return fail('invalid_field', `Leave out ${foreign}: it means nothing for ${kind}.`, foreign);
  switch (kind) {
    case 'domain': {
      const domains = parseRequestedDomains(request);
      return domains.ok ? succeed({ domains: domains.value }) : domains;
    }
    case 'single-user':
      return Object.keys(request).length === 0
        ? fail('missing_field', 'Send computerId or siteCode too.', 'computerId')
        : parseMachine(request);
    case 'network': {
      const { serverPath } = request;
      if (serverPath === undefined)
        return fail('missing_field', 'Send serverPath too.', 'serverPath');
      const path = parseServerPath(serverPath);
      return path.ok ? succeed({ server_path: path.value }) : path;
    }
  }
}

function isThere(license: License, target: Target): boolean {
  const names = Object.keys(target) as (keyof Target)[];
  return names.every((name) => isDeepStrictEqual(license[name], target[name]));
}
