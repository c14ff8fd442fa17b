import {
  countActivationsSince,
  findActivation,
  putActivation,
  type ActivationId,
} from '../../db/activations.js';
import { insertDocument } from '../../db/documents.js';
import { updateLicense, type License } from '../../db/licenses.js';
import { findProduct } from '../../db/products.js';
import type { Reach } from '../../db/reach.js';
import type { ActivationRow, DocumentRow } from '../../db/tables.js';
import { fail, succeed, type Failure, type Outcome } from '../../problems.js';
import { isActivationSame } from '../activations/is-activation-same.js';
import type { AuditDraft } from '../audit/audit-log.js';
import type { Context } from '../context.js';
import { newActivationId } from '../ids.js';
import type { Commit } from '../write.js';
import { findLicense, orderFile } from './change-license.js';
import { commitSigned, type Issue } from './commit-signed.js';
import { keepGoodSlot } from './draw-slot.js';
import { toMachineClaims } from './file-claims.js';
import { parseLabel } from './label.js';
import { isUnbound } from './license-subject.js';
import { findStateFault } from './license-state.js';

const secondsPerDay = 86_400;

/** The machine that wants a code: one of the two. */
export interface ActivationCodeRequest {
  readonly computerId?: string;
  readonly siteCode?: string;
}

/** A code with what is kept of it; the code itself is not. */
export interface IssuedCode {
  readonly activation: ActivationRow;
  readonly code: string;
}

/**
 * Signs an activation code for the machine that a single-user license is for. A license that is for no machine yet becomes one for this, and gets its
 * file with it. The same machine again gets a new code of the same activation. Codes: `license_not_found`, `missing_field`,
 * `invalid_field`, `wrong_license_kind`, `license_revoked`, `license_suspended`, `license_expired`, `bound_to_another_machine`,
 * `activation_revoked`, `activation_limit_reached`, `license_too_large`.
 */
export async function issueActivationCode(
  context: Context,
  reach: Reach,
  { id, ...request }: ActivationCodeRequest & { readonly id: string },
  commit: Commit<IssuedCode>,
): Promise<Outcome<IssuedCode>> {
  const machine = parseMachine(request);
  if (!machine.ok) return machine;
  return commitSigned<IssuedCode>(context, commit, async () => {
    const license = await findLicense(context.store.db, reach, id);
    if (!license.ok) return license;
    const fault = findLicenseFault(license.value, machine.value, context.store.now());
    if (fault !== undefined) return fault;
    const activationId = activationIdOf(license.value, machine.value);
    const earlier = await findActivation(context.store.db, activationId);
    const activationFault = await findActivationFault(context, reach, license.value, earlier);
    return activationFault ?? planCode(context, license.value, machine.value, earlier);
  });
}

type Machine = Pick<ActivationRow, 'identifier_kind' | 'identifier'>;

function parseMachine({ computerId, siteCode }: ActivationCodeRequest): Outcome<Machine> {
  if (computerId !== undefined && siteCode !== undefined)
    return fail('invalid_field', 'Send computerId or siteCode, not both.', 'siteCode');
  const [text, field, kind] =
    siteCode === undefined
      ? ([computerId, 'computerId', 'computer'] as const)
      : ([siteCode, 'siteCode', 'site'] as const);
  if (text === undefined) return fail('missing_field', 'Send computerId or siteCode too.', field);
  const label = parseLabel(text, field);
  return label.ok ? succeed({ identifier_kind: kind, identifier: label.value }) : label;
}

function findLicenseFault(license: License, machine: Machine, now: number): Failure | undefined {
  if (license.kind !== 'single-user')
    return fail('wrong_license_kind', 'Only single-user licenses have activation codes.');
  const fault = findStateFault(license);
  if (fault !== undefined) return fault;
  if (license.valid_to !== null && license.valid_to <= now)
    return fail('license_expired', 'Renew the license first.');
  if (isUnbound(license) || license[columnOf(machine)] === machine.identifier) return undefined;
  return fail('bound_to_another_machine', 'Transfer the license to this machine first.');
}

function columnOf({ identifier_kind }: Machine): 'computer_id' | 'site_code' {
  return identifier_kind === 'site' ? 'site_code' : 'computer_id';
}

function activationIdOf({ account_id, license_id }: License, machine: Machine): ActivationId {
  return { account_id, license_id, kind: 'activation-code', ...machine };
}

async function findActivationFault(
  { store, account }: Context,
  reach: Reach,
  { license_id, product: code }: License,
  earlier: ActivationRow | undefined,
): Promise<Failure | undefined> {
  if (earlier !== undefined) {
    if (earlier.revoked_at === null) return undefined;
    return fail('activation_revoked', 'Transfer the license to another machine.');
  }
  const limit = (await findProduct(store.db, reach, code))?.activations_per_day ?? null;
  if (limit === null) return undefined;
  const since = store.now() - secondsPerDay;
  const count = await countActivationsSince(store.db, account.id, license_id, since);
  return count < limit
    ? undefined
    : fail('activation_limit_reached', 'Try again when 24 hours have passed.');
}

/** The license is written with every code, so that what was counted still holds when its version does. */
async function planCode(
  context: Context,
  license: License,
  machine: Machine,
  earlier: ActivationRow | undefined,
): Promise<Issue<IssuedCode>> {
  const binding = isUnbound(license) ? { [columnOf(machine)]: machine.identifier } : {};
  const bound = { ...license, ...binding };
  const file = isUnbound(license) ? await orderFile(context, bound, undefined) : undefined;
  const holder = file?.license ?? bound;
  const next = { ...holder, gen: holder.gen + 1 };
  const own = toMachineClaims(next);
  if (own === undefined) throw new Error(`The license ${license.license_id} has no machine.`);
  const slot = await keepGoodSlot(context, earlier);
  const code = {
    kind: 'activation',
    license: next,
    own,
    slot,
    issuedAt: context.store.now(),
  } as const;
  return {
    orders: file === undefined ? [code] : [file, code],
    store: async (db, rows, record) => {
      const document = rows.at(-1);
      if (document === undefined) throw new Error('A code was not signed.');
      const id = activationIdOf(license, machine);
      if (!(await isActivationSame(db, id, earlier))) return undefined;
      if (!(await updateLicense(db, license, { ...binding, gen: next.gen }))) return undefined;
      for (const row of rows.slice(0, -1)) await insertDocument(db, row);
      const activation = toActivation(next, machine, document, earlier);
      await putActivation(db, activation);
      if (earlier === undefined) await record(describeActivation(license, activation));
      return succeed({ activation, code: document.bytes });
    },
  };
}

/** Only the first code of a machine gives a right; those that follow repeat it. */
function describeActivation(
  { license_id: licenseId, product }: License,
  { activation_id: target, kind }: ActivationRow,
): AuditDraft {
  return { action: 'activation.create', target, product, details: { kind, licenseId } };
}

function toActivation(
  { account_id, license_id, valid_to }: License,
  machine: Machine,
  { jti, gen, list, slot, issued_at }: DocumentRow,
  earlier: ActivationRow | undefined,
): ActivationRow {
  return {
    account_id,
    activation_id: earlier?.activation_id ?? newActivationId(),
    license_id,
    kind: 'activation-code',
    ...machine,
    jti,
    gen,
    list,
    slot,
    created_at: earlier?.created_at ?? issued_at,
    last_issued_at: issued_at,
    expires_at: valid_to,
    revoked_at: null,
  };
}
