import type { DocumentKind } from '@licet/core';
import type { Isolation } from '../../db/engine.js';
import type { Db, DocumentRow } from '../../db/tables.js';
import type { Outcome } from '../../problems.js';
import type { Recorder } from '../audit/audit-log.js';
import type { Context } from '../context.js';
import type { Commit } from '../write.js';
import { storeInSlots } from './draw-slot.js';
import { findSizeFault } from './find-size-fault.js';
import { signDocument, type DocumentOrder, type SignedDocument } from './sign-document.js';

/** What is to be signed, and what is to be stored with it. */
export interface Issue<T> {
  /** By default `serializable`. What only makes rows, which keys alone make exact, is in nobody's way when it asks for less. */
  readonly isolation?: Isolation;
  readonly orders: readonly DocumentOrder<DocumentKind>[];
  /** Called in the transaction; the rows are in the order of the orders. `undefined` when the world changed since this was planned. */
  store(db: Db, rows: readonly DocumentRow[], record: Recorder): Promise<Outcome<T> | undefined>;
}

/**
 * Signs outside any transaction and stores within one, slots that were drawn included. When the license or the signing key changed meanwhile, or
 * somebody took such a slot, nothing is stored and all begins again with what `plan` finds then: each such miss is somebody else's success.
 * An outcome of `plan` ends it at once. Codes besides those of `plan` and `store`: `license_too_large`.
 */
export async function commitSigned<T>(
  context: Context,
  commit: Commit<T>,
  plan: () => Promise<Outcome<T> | Issue<T>>,
): Promise<Outcome<T>> {
  for (;;) {
    const issue = await plan();
    if ('ok' in issue) return issue;
    for (const order of issue.orders) {
      const fault = findSizeFault(context, order);
      if (fault !== undefined) return fault;
    }
    const documents = await signAll(context, issue.orders);
    const rows = documents.map(({ row }) => row);
    const places = issue.orders.map(({ license, slot }) => ({
      licenseId: license.license_id,
      slot,
    }));
    const outcome = await commit(async (db, record) => {
      if (!(await areSignersActive(context, db, documents))) return undefined;
      return storeInSlots(context, db, places, () => issue.store(db, rows, record));
    }, issue.isolation);
    if (outcome !== undefined) return outcome;
  }
}

function signAll(
  context: Context,
  orders: readonly DocumentOrder<DocumentKind>[],
): Promise<SignedDocument[]> {
  return Promise.all(orders.map((order) => signDocument(context, order)));
}

/** Nothing is issued under a key that was retired meanwhile. */
async function areSignersActive(
  { signers }: Context,
  db: Db,
  documents: readonly SignedDocument[],
): Promise<boolean> {
  const used = new Map(documents.map(({ signer }) => [signer.kid, signer]));
  for (const signer of used.values()) {
    if (!(await signers.isActive(db, signer))) return false;
  }
  return true;
}
