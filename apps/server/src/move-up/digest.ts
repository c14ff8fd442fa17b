import { createHash } from 'node:crypto';
import { readAll } from '../db/read-all.js';
import type { Db } from '../db/tables.js';
import type { TableName } from './copied-tables.js';
import { readRows, type Row } from './rows.js';

/** What a table holds: equal in two databases when and, but for a broken hash, only when all rows are. */
export interface TableDigest {
  readonly rows: number;
  /** SHA-256 of the rows in the order of the primary key. */
  readonly hash: string;
}

/** Reads a whole table, a part at a time; `read` is told of every row. */
export async function digestTable(
  db: Db,
  table: TableName,
  read: (rows: number) => void,
): Promise<TableDigest> {
  const hash = createHash('sha256');
  let rows = 0;
  for await (const row of readAll<Row>((after) => readRows(db, table, after))) {
    hash.update(encodeRow(row));
    rows++;
    read(1);
  }
  return { rows, hash: hash.digest('hex') };
}

/** The names are part of it, and their order in the table is not: later migrations add columns where each engine likes. */
function encodeRow(row: Row): string {
  const entries = Object.entries(row).sort(([one], [other]) => (one < other ? -1 : 1));
  return `${JSON.stringify(entries)}\n`;
}
