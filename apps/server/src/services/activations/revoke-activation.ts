import { findActivationById, markActivationRevoked } from '../../db/activation-lists.js';
import { freeTokenSeat } from '../../db/free-token-seat.js';
import { findLicenseRowById } from '../../db/licenses.js';
import type { Reach } from '../../db/reach.js';
import { endDocument } from '../../db/status-slots.js';
import type { ActivationRow } from '../../db/tables.js';
import { fail, succeed, type Outcome } from '../../problems.js';
import type { Context } from '../context.js';
import type { Commit } from '../write.js';

/** Takes back what a machine or person was given: its document stops being good, and its seat is free. Doing it again changes nothing.
 * Codes: `activation_not_found`. */
export async function revokeActivation(
  { store, account }: Context,
  reach: Reach,
  activationId: string,
  commit: Commit<ActivationRow>,
): Promise<Outcome<ActivationRow>> {
  return commit<Outcome<ActivationRow>>(async (db, record) => {
    const activation = await findActivationById(db, reach, activationId);
    if (activation === undefined)
      return fail('activation_not_found', 'Check the id of the activation.');
    if (activation.revoked_at !== null) return succeed(activation);
    const now = store.now();
    await markActivationRevoked(db, activation, now);
    await endDocument(db, account.id, activation, now);
    if (activation.kind === 'token') await freeTokenSeat(db, activation, now);
    const { kind, license_id: licenseId } = activation;
    const product = (await findLicenseRowById(db, reach, licenseId))?.product;
    const details = { kind, licenseId };
    await record({ action: 'activation.revoke', target: activationId, product, details });
    return succeed({ ...activation, revoked_at: now });
  });
}
