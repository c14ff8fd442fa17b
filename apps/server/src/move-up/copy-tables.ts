import type { Store } from '../db/store.js';
import type { Db } from '../db/tables.js';
import { tableNames, type TableName } from './copied-tables.js';
import { deleteAllRows, findLastRow, insertRows, readRows } from './rows.js';
import type { Progress } from '../progress.js';

/** Everything but the secrets, which say that the rest is whole, and the account, which says whose it is. */
export const openTables = tableNames.filter((name) => name !== 'accounts' && name !== 'secrets');

/**
 * Copies what is not there yet. Each part is one transaction, and rows go in the order of their keys: whatever was interrupted goes on behind
 * the last row that is there.
 */
export async function copyTables(source: Db, target: Store, progress: Progress): Promise<void> {
  for (const table of openTables) await copyTable(source, target, table, progress);
}

async function copyTable(
  source: Db,
  target: Store,
  table: TableName,
  progress: Progress,
): Promise<void> {
  let part = await readRows(source, table, await findLastRow(target.db, table));
  while (part.length > 0) {
    await target.write((db) => insertRows(db, table, part));
    progress.advance(table, part.length);
    part = await readRows(source, table, part.at(-1));
  }
}

/** Forgets a copy that has no secrets yet. */
export async function dropCopy(target: Store): Promise<void> {
  for (const table of openTables.toReversed()) {
    await target.transact((db) => deleteAllRows(db, table), { isolation: 'read committed' });
  }
}
