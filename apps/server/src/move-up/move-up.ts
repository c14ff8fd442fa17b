import { findAccount, insertAccount, insertVault, readVault } from '../db/accounts.js';
import type { Store } from '../db/store.js';
import type { MasterKey } from '../secrets/master-key.js';
import { hasSameSecrets, rewrapVault } from '../secrets/rewrap-vault.js';
import { StartupError } from '../startup-error.js';
import { copyTables, dropCopy, openTables } from './copy-tables.js';
import { digestTable } from './digest.js';
import type { MoveSource } from './open-source.js';
import { createProgress, type ProgressOutput } from '../progress.js';
import { countRows, findLastRow } from './rows.js';

/** What was found in both databases, and so is in the new one. */
export interface MoveReport {
  /** False when an earlier run had moved everything. */
  readonly isNew: boolean;
  readonly tables: readonly {
    readonly name: string;
    readonly rows: number;
    readonly hash: string;
  }[];
}

/** Where to, under which master key, and where progress is shown. */
export interface Move {
  readonly source: MoveSource;
  readonly target: Store;
  readonly masterKey: MasterKey;
  readonly output: ProgressOutput;
}

/**
 * Copies everything to a database that is empty, or holds a part of the same account's copy. Each table is read once more from both and
 * compared before the secrets are copied, without which no server serves. It may be interrupted at any time and repeated. Throws `StartupError`.
 */
export async function moveUp(move: Move): Promise<MoveReport> {
  const { source, target } = move;
  await claimTarget(move);
  if ((await findLastRow(target.db, 'secrets')) !== undefined) return checkMoved(move);
  const isResumed = await hasRows(target);
  let tables = await copyAndCompare(move);
  if (tables === undefined && isResumed) {
    move.output.write('The folder was changed since the interrupted run: beginning again.\n');
    await dropCopy(target);
    tables = await copyAndCompare(move);
  }
  if (tables === undefined) throw new StartupError('the copy differs from the folder: repeat it');
  const { account_id } = source.account;
  const vault = rewrapVault(source.sealedVault, source.masterKey, move.masterKey);
  await target.transactAlone((db) => insertVault(db, account_id, vault));
  return { isNew: true, tables };
}

/** Once the account is there no server makes one of its own, and no other folder can be moved here. */
async function claimTarget({ source: { account }, target }: Move): Promise<void> {
  await target.transactAlone(async (db) => {
    const found = await findAccount(db, account.account_id);
    if (found === undefined) await insertAccount(db, account);
    else if (found.iss !== account.iss)
      throw new StartupError('the database has another account: give an empty one');
  });
}

async function hasRows({ db }: Store): Promise<boolean> {
  for (const table of openTables) if ((await findLastRow(db, table)) !== undefined) return true;
  return false;
}

/** Nothing is written any more: servers may be at work on what was moved. */
async function checkMoved(move: Move): Promise<MoveReport> {
  const { source, target, masterKey } = move;
  const moved = await readVault(target.db, source.account.account_id);
  if (moved.masterKeyId !== masterKey.id) {
    throw new StartupError(
      `the folder was moved here under another master key (${moved.masterKeyId}): give that one`,
    );
  }
  const areSame = hasSameSecrets([moved, masterKey], [source.sealedVault, source.masterKey]);
  const tables = areSame ? await compare(move) : undefined;
  if (tables !== undefined) return { isNew: false, tables };
  throw new StartupError(
    'the folder was moved here before, and one of the two was used since: nothing was changed',
  );
}

async function copyAndCompare(move: Move): Promise<MoveReport['tables'] | undefined> {
  const { source, target, output } = move;
  let left = 0;
  for (const table of openTables)
    left += (await countRows(source.db, table)) - (await countRows(target.db, table));
  const progress = createProgress('Copied', Math.max(0, left), output);
  await copyTables(source.db, target, progress);
  progress.end();
  return compare(move);
}

async function compare({
  source,
  target,
  output,
}: Move): Promise<MoveReport['tables'] | undefined> {
  let total = 0;
  for (const table of openTables) total += 2 * (await countRows(source.db, table));
  const progress = createProgress('Compared', total, output);
  const tables: MoveReport['tables'][number][] = [];
  try {
    for (const name of openTables) {
      const advance = (rows: number) => progress.advance(name, rows);
      const here = await digestTable(source.db, name, advance);
      const there = await digestTable(target.db, name, advance);
      if (here.rows !== there.rows || here.hash !== there.hash) return undefined;
      tables.push({ name, ...here });
    }
    return tables;
  } finally {
    progress.end();
  }
}
