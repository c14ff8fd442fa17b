import type { LicenseRow, Db } from './tables.js';

/**
 * Counts one more document of a license. The terms stay what they are, so that its version does not change: gaps are fine, as a document
 * that is not issued after all leaves one.
 */
export async function takeGeneration(
  db: Db,
  { account_id, license_id }: Pick<LicenseRow, 'account_id' | 'license_id'>,
): Promise<number> {
  const { gen } = await db
    .updateTable('licenses')
    .set((eb) => ({ gen: eb('gen', '+', 1) }))
    .where('account_id', '=', account_id)
    .where('license_id', '=', license_id)
    .returning('gen')
    .executeTakeFirstOrThrow();
  return gen;
}
