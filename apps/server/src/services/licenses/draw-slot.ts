import { randomStatusIndex } from '@licet/issuer';
import {
  findLastStatusList,
  findSlot,
  freeStatusSlots,
  takeStatusSlot,
  type StatusSlot,
} from '../../db/status-slots.js';
import type { Db } from '../../db/tables.js';
import type { Outcome } from '../../problems.js';
import type { Context } from '../context.js';

/** So many misses in a row mean a list that is six sevenths full: then the next one is begun. */
const draws = 64;

/** A place that was free when it was drawn. It belongs to nobody until it is taken with the document that names it. */
export interface DrawnSlot extends StatusSlot {
  readonly isDrawn: true;
}

/** Draws a random free place in a status list, for a document that is to be signed. */
export async function drawSlot({ store, account }: Context): Promise<DrawnSlot> {
  for (let list = await findLastStatusList(store.db, account.id); ; list++) {
    for (let draw = 0; draw < draws; draw++) {
      const slot = { list, slot: randomStatusIndex() };
      const isFree = (await findSlot(store.db, account.id, slot)) === undefined;
      if (isFree) return { ...slot, isDrawn: true };
    }
  }
}

/** The place of the document before, unless that one was ended in it: then the next one needs another. */
export async function keepGoodSlot(
  context: Context,
  earlier: StatusSlot | undefined,
): Promise<StatusSlot | DrawnSlot> {
  const { store, account } = context;
  const isGood = earlier !== undefined && (await isSlotGood(store.db, account.id, earlier));
  return isGood ? { list: earlier.list, slot: earlier.slot } : drawSlot(context);
}

/** Whether the document of a slot counts: it was neither ended nor suspended. */
export async function isSlotGood(db: Db, accountId: string, slot: StatusSlot): Promise<boolean> {
  return (await findSlot(db, accountId, slot))?.status === 0;
}

/** The place of a document, and the license whose it is to be. */
interface Place {
  readonly licenseId: string;
  readonly slot: StatusSlot | DrawnSlot;
}

/**
 * Takes the places of documents for their licenses, in the transaction that stores the documents, which is what `store` does. `undefined` when
 * another document was faster: then none of these must leave the server, and ones with other places are signed. A place that was not drawn is the
 * license's already. Unless the outcome is a success the places that were drawn are free again, or refusals would fill the lists.
 */
export async function storeInSlots<T>(
  { store, account }: Context,
  db: Db,
  places: readonly Place[],
  storeDocuments: () => Promise<Outcome<T> | undefined>,
): Promise<Outcome<T> | undefined> {
  const taken: StatusSlot[] = [];
  const takeAll = async () => {
    for (const { licenseId, slot } of places) {
      if (!('isDrawn' in slot)) continue;
      if (!(await takeStatusSlot(db, account.id, licenseId, slot, store.now()))) return false;
      taken.push(slot);
    }
    return true;
  };
  const outcome = (await takeAll()) ? await storeDocuments() : undefined;
  if (outcome?.ok !== true) await freeStatusSlots(db, account.id, taken);
  return outcome;
}
