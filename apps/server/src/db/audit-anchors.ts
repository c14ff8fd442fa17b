import type { PageRequest } from './page.js';
import type { AuditAnchorRow, Db } from './tables.js';

export async function findNewestAnchor(
  db: Db,
  accountId: string,
): Promise<AuditAnchorRow | undefined> {
  return db
    .selectFrom('audit_anchors')
    .selectAll()
    .where('account_id', '=', accountId)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** False when another process was faster. */
export async function insertAnchor(db: Db, row: AuditAnchorRow): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('audit_anchors')
    .values(row)
    .onConflict((conflict) => conflict.columns(['account_id', 'seq']).doNothing())
    .executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Oldest first. */
export async function readAnchors(
  db: Db,
  accountId: string,
  { limit, after }: PageRequest<Pick<AuditAnchorRow, 'seq'>>,
): Promise<AuditAnchorRow[]> {
  const query = db
    .selectFrom('audit_anchors')
    .selectAll()
    .where('account_id', '=', accountId)
    .orderBy('seq')
    .limit(limit);
  return (after === undefined ? query : query.where('seq', '>', after.seq)).execute();
}
