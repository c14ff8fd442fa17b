import { findActivation, type ActivationId } from '../../db/activations.js';
import type { ActivationRow, Db } from '../../db/tables.js';

/**
 * Whether an activation is still in the slot that it was found in, or still not there. If it was revoked or made meanwhile, its document is signed
 * for what counts now: every other one would bring back what was taken away, or could not be revoked by the activation any more.
 */
export async function isActivationSame(
  db: Db,
  id: ActivationId,
  known: ActivationRow | undefined,
): Promise<boolean> {
  const present = await findActivation(db, id);
  return (
    present?.list === known?.list &&
    present?.slot === known?.slot &&
    present?.revoked_at === known?.revoked_at
  );
}
