import type { EpochSeconds } from '@licet/core';
import type { ActivationRow, Db } from './tables.js';

/** What tells one activation of a license from the others. */
export type ActivationId = Pick<
  ActivationRow,
  'account_id' | 'license_id' | 'kind' | 'identifier_kind' | 'identifier'
>;

export async function findActivation(
  db: Db,
  { account_id, license_id, kind, identifier_kind, identifier }: ActivationId,
): Promise<ActivationRow | undefined> {
  return db
    .selectFrom('activations')
    .selectAll()
    .where('account_id', '=', account_id)
    .where('license_id', '=', license_id)
    .where('kind', '=', kind)
    .where('identifier_kind', '=', identifier_kind)
    .where('identifier', '=', identifier)
    .executeTakeFirst();
}

/** Stores an activation, or what became of it when its license was issued again to the same machine or person. */
export async function putActivation(db: Db, row: ActivationRow): Promise<void> {
  const { jti, gen, list, slot, last_issued_at, expires_at, revoked_at } = row;
  await db
    .insertInto('activations')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .columns(['account_id', 'license_id', 'kind', 'identifier_kind', 'identifier'])
        .doUpdateSet({ jti, gen, list, slot, last_issued_at, expires_at, revoked_at }),
    )
    .execute();
}

/** How many machines or persons a license got since an instant. */
export async function countActivationsSince(
  db: Db,
  accountId: string,
  licenseId: string,
  since: EpochSeconds,
): Promise<number> {
  const { count } = await db
    .selectFrom('activations')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('account_id', '=', accountId)
    .where('license_id', '=', licenseId)
    .where('created_at', '>', since)
    .executeTakeFirstOrThrow();
  return count;
}
