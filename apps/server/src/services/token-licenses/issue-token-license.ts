import { formatInstant, toPipeForm, type EpochSeconds } from '@licet/core';
import {
  countActivationsSince,
  findActivation,
  putActivation,
  type ActivationId,
} from '../../db/activations.js';
import type { StatusSlot } from '../../db/status-slots.js';
import { takeGeneration } from '../../db/generations.js';
import { putHolder } from '../../db/holders.js';
import { findLicenseById, findLicenseRowBySerial } from '../../db/licenses.js';
import { findProduct } from '../../db/products.js';
import { claimSeat } from '../../db/claim-seats.js';
import type { ActivationRow, Db, LicenseRow, ProductRow } from '../../db/tables.js';
import { fail, succeed, type Failure, type Outcome } from '../../problems.js';
import type { Caller } from '../api-keys/authenticate.js';
import type { Recorder } from '../audit/audit-log.js';
import type { Context } from '../context.js';
import { newActivationId, newLeaseId } from '../ids.js';
import { isActivationSame } from '../activations/is-activation-same.js';
import { findSizeFault, longestSlot } from '../licenses/find-size-fault.js';
import { findUseFault } from '../licenses/find-use-fault.js';
import { keepGoodSlot, storeInSlots } from '../licenses/draw-slot.js';
import { signDocument, type SignedDocument } from '../licenses/sign-document.js';
import { trySerial } from '../licenses/try-serial.js';
import type { Commit } from '../write.js';
import { parseTokenRequest, type TokenOrder, type TokenRequest } from './token-request.js';

const secondsPerDay = 86_400;

/** A token license as it is handed out. */
export interface IssuedToken {
  /** `BASE64TOKEN|SIGNATURE` */
  readonly token: string;
  /** Exclusive. */
  readonly expiresAt: EpochSeconds;
}

/**
 * Issues a token license from a serial that was sold: operations 11 and 12. One that is bound takes a seat for its identifier, or keeps the one
 * that the identifier has. Codes: `invalid_field`, `missing_field`, `license_not_found`, `license_revoked`, `license_suspended`,
 * `license_not_yet_valid`, `license_expired`, `no_seat_free`, `activation_limit_reached`, `license_too_large`, `too_many_guesses`.
 */
export async function issueTokenLicense(
  context: Context,
  caller: Caller,
  request: TokenRequest,
  commit: Commit<IssuedToken>,
): Promise<Outcome<IssuedToken>> {
  const order = parseTokenRequest(request);
  if (!order.ok) return order;
  for (;;) {
    const outcome = await tryToIssue(context, caller, order.value, commit);
    if (outcome !== undefined) return outcome;
  }
}

/** `undefined` when the license, the activation or the signing key changed meanwhile; each such miss is somebody else's success. */
async function tryToIssue(
  context: Context,
  caller: Caller,
  order: TokenOrder,
  commit: Commit<IssuedToken>,
): Promise<Outcome<IssuedToken> | undefined> {
  const { store, account, signers } = context;
  // A right serial of another program counts as a wrong one too, or the count would tell that it is right.
  const search = await trySerial(context, caller, order.serial, async (serial) => {
    const found = await findLicenseRowBySerial(store.db, caller, serial);
    return found?.kind === 'token' && found.product === order.product ? found : undefined;
  });
  if (!search.ok) return search;
  const license = search.value;
  if (license === undefined) return notFound;
  const now = store.now();
  const fault = findUseFault(license, now);
  if (fault !== undefined) return fault;
  const product = await findProduct(store.db, caller, license.product);
  if (product === undefined) throw new Error(`The product ${license.product} is gone.`);
  const prepared = await prepare(context, { license, product, order, now });
  if (!prepared.ok) return prepared;
  const issue = prepared.value;
  const { signer } = issue.document;
  return commit(async (db, record) => {
    const present = await findLicenseById(db, caller, license.license_id);
    const isSame = present?.version === license.version;
    if (!isSame || !(await signers.isActive(db, signer))) return undefined;
    if (!(await isActivationSame(db, activationIdOf(issue), issue.known))) return undefined;
    const place = { licenseId: license.license_id, slot: issue.slot };
    return storeInSlots(context, db, [place], () => storeToken(db, account.id, issue, record));
  });
}

async function storeToken(
  db: Db,
  accountId: string,
  issue: Issue,
  record: Recorder,
): Promise<Outcome<IssuedToken>> {
  const refusal = await take(db, accountId, issue);
  if (refusal !== undefined) return refusal;
  await recordIssue(record, issue);
  await register(db, issue, record);
  const token = toPipeForm(issue.document.row.bytes);
  if (token === undefined) throw new Error('A signed document is no compact JWS.');
  return succeed({ token, expiresAt: issue.expiresAt });
}

interface Draft {
  readonly license: LicenseRow;
  readonly product: ProductRow;
  readonly order: TokenOrder;
  readonly now: EpochSeconds;
}

/** A token that is signed, with all that has to be stored before it may be handed out. */
interface Issue extends Draft {
  readonly expiresAt: EpochSeconds;
  readonly known: ActivationRow | undefined;
  readonly activationId: string;
  readonly slot: StatusSlot;
  readonly document: SignedDocument;
}

async function prepare(context: Context, draft: Draft): Promise<Outcome<Issue>> {
  const { store } = context;
  const { license, product, order, now } = draft;
  const expiresAt = Math.min(
    now + product.proof_days * secondsPerDay,
    license.valid_to ?? Number.MAX_SAFE_INTEGER,
  );
  const { serial, identifier, bound } = order;
  const token = {
    kind: 'token-license',
    license,
    own: { serial, ...(identifier !== '' && { identifier }), bound },
    slot: longestSlot,
    issuedAt: now,
    expiresAt,
  } as const;
  const sizeFault = findSizeFault(context, token);
  if (sizeFault !== undefined) return sizeFault;
  const known = await findActivation(store.db, activationIdOf(draft));
  const slot = await keepGoodSlot(context, known);
  const gen = await store.write((db) => takeGeneration(db, license));
  const document = await signDocument(context, { ...token, license: { ...license, gen }, slot });
  const activationId = known?.activation_id ?? newActivationId();
  return succeed({ ...draft, expiresAt, known, activationId, slot, document });
}

/** Takes what the token stands for. Nothing is stored when the answer is no. */
async function take(db: Db, accountId: string, issue: Issue): Promise<Failure | undefined> {
  const { license, order, now, expiresAt } = issue;
  if (await isOverDailyLimit(db, accountId, issue)) return overLimit;
  if (order.bound) {
    const seat = await claimSeat(db, {
      accountId,
      licenseId: license.license_id,
      holder: order.identifier,
      kind: 'token',
      leaseId: newLeaseId(),
      now,
      endsAt: expiresAt,
      cap: license.seats ?? 0,
    });
    if (seat === undefined) return noSeatFree;
  }
  await putActivation(db, toActivation(issue));
  return undefined;
}

/** Stores who holds the license, and says in the audit log that somebody else does, or is called otherwise. */
async function register(db: Db, { license, order, now }: Issue, record: Recorder): Promise<void> {
  const { identifier, registration } = order;
  if (registration === undefined) return;
  const { account_id, license_id: target, product } = license;
  const holder = { account_id, license_id: target, identifier, ...registration, updated_at: now };
  if (await putHolder(db, holder)) await record({ action: 'holder.update', target, product });
}

/** Only the first token of an activation gives a right; those that follow prolong it. */
async function recordIssue(record: Recorder, issue: Issue): Promise<void> {
  if (issue.known?.revoked_at === null) return;
  const { license, activationId: target, expiresAt } = issue;
  const details = {
    kind: 'token',
    licenseId: license.license_id,
    expiresAt: formatInstant(expiresAt),
  };
  await record({ action: 'activation.create', target, product: license.product, details });
}

async function isOverDailyLimit(
  db: Db,
  accountId: string,
  { license, product, known, now }: Issue,
): Promise<boolean> {
  const { activations_per_day: limit } = product;
  if (limit === null || known !== undefined) return false;
  const since = now - secondsPerDay;
  return (await countActivationsSince(db, accountId, license.license_id, since)) >= limit;
}

function toActivation(issue: Issue): ActivationRow {
  const { known, activationId, slot, document, now, expiresAt } = issue;
  return {
    ...activationIdOf(issue),
    activation_id: activationId,
    jti: document.row.jti,
    gen: document.row.gen,
    list: slot.list,
    slot: slot.slot,
    created_at: known?.created_at ?? now,
    last_issued_at: now,
    expires_at: expiresAt,
    revoked_at: null,
  };
}

function activationIdOf({ license, order }: Draft): ActivationId {
  const { account_id, license_id } = license;
  const { identifier } = order;
  return { account_id, license_id, kind: 'token', identifier_kind: 'identifier', identifier };
}

const notFound = fail(
  'license_not_found',
  'Check tokenSerial and programID: no serial of this program is so.',
  'tokenSerial',
);
const noSeatFree = fail(
  'no_seat_free',
  'Revoke an activation that is no longer used, or add seats to the license.',
);
const overLimit = fail('activation_limit_reached', 'Try again tomorrow, or raise the limit.');
