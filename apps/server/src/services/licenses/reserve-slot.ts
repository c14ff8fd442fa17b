import { randomStatusIndex } from '@licet/issuer';
import { findLastStatusList, takeStatusSlot, type StatusSlot } from '../../db/status-slots.js';
import type { Context } from '../context.js';

/** So many misses in a row mean a list that is six sevenths full: then the next one is begun. */
const draws = 64;

/** Takes a random free place in a status list for a license, before anything is signed. */
export async function reserveSlot(
  { store, account }: Context,
  licenseId: string,
): Promise<StatusSlot> {
  for (let list = await findLastStatusList(store.db, account.id); ; list++) {
    for (let draw = 0; draw < draws; draw++) {
      const slot = { list, slot: randomStatusIndex() };
      const isTaken = await store.write((db) =>
        takeStatusSlot(db, account.id, licenseId, slot, store.now()),
      );
      if (isTaken) return slot;
    }
  }
}
