import type { EpochSeconds, VerifiedDocument } from '@licet/core';
import { findLicenseRowById } from '../../db/licenses.js';
import type { Reach } from '../../db/reach.js';
import { findSlot } from '../../db/status-slots.js';
import type { LicenseRow } from '../../db/tables.js';
import type { Context } from '../context.js';
import type { RefusalReason } from '../statistics/refusal-tally.js';
import { slotOf } from '../status/status-list-name.js';
import type { Refusal } from './validity.js';

/** The record of a license whose document is good. */
export type Judgment = { readonly ok: true; readonly record: LicenseRow } | Refusal;

/** Judges a verified document by its dates, by the record of its license and by its slot: what was replaced by less, or moved, is over. */
export async function judgeDocument(
  { store, account }: Context,
  reach: Reach,
  document: VerifiedDocument,
): Promise<Judgment> {
  const dateReason = findDateReason(document, store.now());
  if (dateReason !== undefined) return refuse(dateReason);
  const slot = slotOf(document);
  const [record, state] = await Promise.all([
    findLicenseRowById(store.db, reach, document.licenseId),
    slot && findSlot(store.db, account.id, slot),
  ]);
  if (record?.product !== document.product) return refuse('unknown_license');
  if (record.state !== 'active') return refuse(record.state);
  const isGood =
    state?.status !== 1 && (state === undefined || state.license_id === record.license_id);
  return isGood ? { ok: true, record } : refuse('replaced');
}

function findDateReason(
  { validFrom, expiresAt }: VerifiedDocument,
  now: EpochSeconds,
): RefusalReason | undefined {
  if (validFrom !== undefined && now < validFrom) return 'not_yet_valid';
  return expiresAt !== undefined && now >= expiresAt ? 'expired' : undefined;
}

function refuse(reason: RefusalReason): Refusal {
  return { ok: false, reason };
}
