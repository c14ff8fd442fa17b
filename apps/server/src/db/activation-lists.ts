import type { EpochSeconds } from '@licet/core';
import type { CreationPosition, PageRequest } from './page.js';
import type { Reach } from './reach.js';
import type { ActivationRow, Db } from './tables.js';

/** Which activations a list holds. */
export interface ActivationFilter {
  readonly licenseId?: string | undefined;
  readonly kind?: ActivationRow['kind'] | undefined;
}

/** In the order of creation. */
export async function listActivations(
  db: Db,
  reach: Reach,
  { licenseId, kind }: ActivationFilter,
  { limit, after }: PageRequest<CreationPosition>,
): Promise<ActivationRow[]> {
  let query = selectActivations(db, reach)
    .orderBy('created_at')
    .orderBy('activation_id')
    .limit(limit);
  if (licenseId !== undefined) query = query.where('license_id', '=', licenseId);
  if (kind !== undefined) query = query.where('kind', '=', kind);
  if (after !== undefined) {
    const [createdAt, id] = after;
    query = query.where((eb) =>
      eb.and([
        eb('created_at', '>=', createdAt),
        eb.or([eb('created_at', '>', createdAt), eb('activation_id', '>', id)]),
      ]),
    );
  }
  return query.execute();
}

export async function findActivationById(
  db: Db,
  reach: Reach,
  activationId: string,
): Promise<ActivationRow | undefined> {
  return selectActivations(db, reach).where('activation_id', '=', activationId).executeTakeFirst();
}

/** The activation codes of a license that were not revoked. */
export async function listActivationCodes(
  db: Db,
  accountId: string,
  licenseId: string,
): Promise<ActivationRow[]> {
  return db
    .selectFrom('activations')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('license_id', '=', licenseId)
    .where('kind', '=', 'activation-code')
    .where('revoked_at', 'is', null)
    .execute();
}

export async function markActivationRevoked(
  db: Db,
  { account_id, activation_id }: ActivationRow,
  now: EpochSeconds,
): Promise<void> {
  await db
    .updateTable('activations')
    .set({ revoked_at: now })
    .where('account_id', '=', account_id)
    .where('activation_id', '=', activation_id)
    .where('revoked_at', 'is', null)
    .execute();
}

function selectActivations(db: Db, { accountId, product }: Reach) {
  const query = db.selectFrom('activations').selectAll().where('account_id', '=', accountId);
  if (product === undefined) return query;
  return query.where((eb) =>
    eb.exists(
      eb
        .selectFrom('licenses')
        .select('licenses.license_id')
        .where('licenses.account_id', '=', accountId)
        .whereRef('licenses.license_id', '=', 'activations.license_id')
        .where('licenses.product', '=', product),
    ),
  );
}
