import type { EpochSeconds } from '@licet/core';
import { auditedLicense } from './audit-license.js';
import type { PageRequest } from './page.js';
import type { AuditEntryRow, Db } from './tables.js';

export async function insertAuditEntries(db: Db, rows: readonly AuditEntryRow[]): Promise<void> {
  await db
    .insertInto('audit_log')
    .values([...rows])
    .execute();
}

/** Which entries a list holds. */
export interface AuditFilter {
  readonly action?: string | undefined;
  readonly target?: string | undefined;
  readonly actor?: string | undefined;
  /** What was done to it, its activations, leases and holders. */
  readonly license?: string | undefined;
  /** Inclusive. */
  readonly from?: EpochSeconds | undefined;
  /** Exclusive. */
  readonly to?: EpochSeconds | undefined;
}

/** Where an entry stands in a list that is ordered by time. */
export type AuditPosition = readonly [at: EpochSeconds, chain: string, seq: number];

/** Newest first. Within a second the entries of one chain stay together and in order. */
export async function listAuditEntries(
  db: Db,
  accountId: string,
  filter: AuditFilter,
  page: PageRequest<AuditPosition>,
): Promise<AuditEntryRow[]> {
  return selectAuditEntries(db, accountId, filter, page).execute();
}

/** The query of {@link listAuditEntries}. */
export function selectAuditEntries(
  db: Db,
  accountId: string,
  { action, target, actor, license, from, to }: AuditFilter,
  { limit, after }: PageRequest<AuditPosition>,
) {
  let query = db
    .selectFrom('audit_log')
    .selectAll()
    .where('account_id', '=', accountId)
    .orderBy('at', 'desc')
    .orderBy('chain', 'desc')
    .orderBy('seq', 'desc')
    .limit(limit);
  if (action !== undefined) query = query.where('action', '=', action);
  if (target !== undefined) query = query.where('target', '=', target);
  if (actor !== undefined) query = query.where('actor', '=', actor);
  if (license !== undefined) query = query.where(auditedLicense(db), '=', license);
  if (from !== undefined) query = query.where('at', '>=', from);
  if (to !== undefined) query = query.where('at', '<', to);
  if (after !== undefined) {
    const [at, chain, seq] = after;
    query = query.where((eb) =>
      eb(eb.refTuple('at', 'chain', 'seq'), '<', eb.tuple(at, chain, seq)),
    );
  }
  return query;
}

/** Chain by chain, each from its first entry on. */
export async function readAuditEntries(
  db: Db,
  accountId: string,
  { limit, after }: PageRequest<Pick<AuditEntryRow, 'chain' | 'seq'>>,
): Promise<AuditEntryRow[]> {
  let query = db
    .selectFrom('audit_log')
    .selectAll()
    .where('account_id', '=', accountId)
    .orderBy('chain')
    .orderBy('seq')
    .limit(limit);
  if (after !== undefined) {
    const { chain, seq } = after;
    query = query.where((eb) => eb(eb.refTuple('chain', 'seq'), '>', eb.tuple(chain, seq)));
  }
  return query.execute();
}

export async function findAuditMac(
  db: Db,
  accountId: string,
  { chain, seq }: Pick<AuditEntryRow, 'chain' | 'seq'>,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('audit_log')
    .select('mac')
    .where('account_id', '=', accountId)
    .where('chain', '=', chain)
    .where('seq', '=', seq)
    .executeTakeFirst();
  return row?.mac;
}

/** The last entry of every chain that was written to since a time, in the order of the chains. */
export async function listChainHeads(
  db: Db,
  accountId: string,
  since: EpochSeconds | undefined,
): Promise<Pick<AuditEntryRow, 'chain' | 'seq' | 'mac'>[]> {
  let ends = db
    .selectFrom('audit_log')
    .select((eb) => ['chain', eb.fn.max('seq').as('seq')])
    .where('account_id', '=', accountId)
    .groupBy('chain');
  if (since !== undefined) ends = ends.where('at', '>=', since);
  return db
    .selectFrom('audit_log as entry')
    .innerJoin(ends.as('end'), (join) =>
      join.onRef('end.chain', '=', 'entry.chain').onRef('end.seq', '=', 'entry.seq'),
    )
    .select(['entry.chain', 'entry.seq', 'entry.mac'])
    .where('entry.account_id', '=', accountId)
    .orderBy('entry.chain')
    .execute();
}
