import { explainLicense, type EpochSeconds, type LicenseExplanation } from '@licet/core';
import { findLicenseById, type License } from '../../db/licenses.js';
import type { Reach } from '../../db/reach.js';
import { findSlot, type StatusSlot } from '../../db/status-slots.js';
import type { Db } from '../../db/tables.js';
import type { Context } from '../context.js';
import { listOf } from '../status/status-list-name.js';

/** What somebody wants to know about a license that he was sent. */
export interface DocumentQuestion {
  readonly license: string;
  readonly product?: string | undefined;
  readonly host?: string | undefined;
  readonly key?: string | undefined;
  readonly at: EpochSeconds;
}

/** Makes every check that a guard would make, with our keys and by our records, and says what to do. */
export async function explainDocument(
  { store, registeredKeys }: Pick<Context, 'store' | 'registeredKeys'>,
  reach: Reach,
  { license: text, at: now, ...rest }: DocumentQuestion,
): Promise<LicenseExplanation> {
  const { licensePins: pins } = await registeredKeys();
  const question = { text, now, pins, ...rest };
  const explanation = explainLicense(question);
  const status = await findStatus(store.db, reach, explanation.document?.payload ?? {});
  return status === undefined ? explanation : explainLicense({ ...question, status });
}

type Payload = NonNullable<LicenseExplanation['document']>['payload'];

/** How the license that a document names stands by our records; `undefined` when we do not know it. */
async function findStatus(
  db: Db,
  reach: Reach,
  payload: Payload,
): Promise<'valid' | 'revoked' | 'suspended' | undefined> {
  const { sub, status } = payload;
  const license = typeof sub === 'string' ? await findLicenseById(db, reach, sub) : undefined;
  if (license === undefined) return undefined;
  if (license.state !== 'active') return license.state;
  const place = toPlace(status);
  return place && (await isInvalid(db, license, place)) ? 'revoked' : 'valid';
}

/** The place in a status list that a document names: `{status_list: {idx, uri}}`. */
function toPlace(status: unknown): StatusSlot | undefined {
  const { status_list: entry } = (status ?? {}) as { readonly status_list?: Partial<StatusEntry> };
  const { idx: slot, uri } = entry ?? {};
  const list = typeof uri === 'string' ? listOf(uri) : undefined;
  return Number.isSafeInteger(slot) && list !== undefined
    ? { list, slot: Number(slot) }
    : undefined;
}

/** As a document has it that nobody has verified. */
interface StatusEntry {
  readonly idx: unknown;
  readonly uri: unknown;
}

/** Whether a document was replaced by one that gives less. */
async function isInvalid(db: Db, license: License, place: StatusSlot): Promise<boolean> {
  const row = await findSlot(db, license.account_id, place);
  return row?.license_id === license.license_id && row.status === 1;
}
