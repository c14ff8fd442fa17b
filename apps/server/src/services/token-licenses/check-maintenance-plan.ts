import { readMaintenance, type MaintenanceStanding } from '@licet/core';
import { succeed, type Outcome } from '../../problems.js';
import type { Context } from '../context.js';
import { verifyToken } from './verify-token.js';

/** Reads from a token license itself whether maintenance plans exist and whether it has one: operation 13. Codes: `invalid_token`. */
export async function checkMaintenancePlan(
  context: Pick<Context, 'registeredKeys'>,
  generatedToken: string,
): Promise<Outcome<MaintenanceStanding>> {
  const verification = await verifyToken(context, generatedToken, 'generatedToken');
  return verification.ok ? succeed(readMaintenance(verification.value)) : verification;
}
