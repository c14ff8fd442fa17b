import { findTokenFault, formatInstant, type VerifiedTokenLicense } from '@licet/core';
import { findActivation } from '../../db/activations.js';
import { findLicenseById, type License } from '../../db/licenses.js';
import type { Reach } from '../../db/reach.js';
import type { Db } from '../../db/tables.js';
import { fail, succeed, type Failure, type Outcome } from '../../problems.js';
import type { Context } from '../context.js';
import { isSlotGood } from '../licenses/draw-slot.js';
import { findStateFault } from '../licenses/license-state.js';
import { slotOf } from '../status/status-list-name.js';
import { parseIdentifier } from './token-request.js';
import { verifyToken } from './verify-token.js';

/** What operation 14 is asked. */
export interface TokenValidationRequest {
  readonly tokenLicense: string;
  readonly programID: string;
  readonly uniqueIdentifier?: string | null;
}

/**
 * Tells whether a token license is good for a program and an identifier, now. Codes: `invalid_field`, `invalid_token`, `wrong_product`,
 * `wrong_identifier`, `token_not_yet_valid`, `token_expired`, `license_revoked`, `license_suspended`, `activation_revoked`.
 */
export async function validateTokenLicense(
  context: Context,
  reach: Reach,
  request: TokenValidationRequest,
): Promise<Outcome<VerifiedTokenLicense>> {
  const identifier = parseIdentifier(request.uniqueIdentifier);
  if (!identifier.ok) return identifier;
  const verification = await verifyToken(context, request.tokenLicense, 'tokenLicense');
  if (!verification.ok) return verification;
  const token = verification.value;
  const fault =
    findTokenProblem(token, request.programID, identifier.value, context.store.now()) ??
    (await findRecordProblem(context, reach, token));
  return fault ?? succeed(token);
}

function findTokenProblem(
  token: VerifiedTokenLicense,
  product: string,
  identifier: string,
  now: number,
): Failure | undefined {
  if (token.product !== product) {
    return fail('wrong_product', 'Send the programID that the token was issued for.', 'programID');
  }
  if (findTokenFault(token, identifier) !== undefined) {
    const detail = 'Send the uniqueIdentifier that the token was issued for.';
    return fail('wrong_identifier', detail, 'uniqueIdentifier');
  }
  if (token.validFrom !== undefined && now < token.validFrom) {
    return fail('token_not_yet_valid', `It is valid from ${formatInstant(token.validFrom)} on.`);
  }
  return now < token.expiresAt
    ? undefined
    : fail('token_expired', `It ended on ${formatInstant(token.expiresAt)}: fetch another.`);
}

/** What became of the license and of the activation since the token was signed. */
async function findRecordProblem(
  { store }: Context,
  reach: Reach,
  token: VerifiedTokenLicense,
): Promise<Failure | undefined> {
  const license = await findLicenseById(store.db, reach, token.licenseId);
  if (license === undefined) return unknown;
  const stateFault = findStateFault(license);
  if (stateFault !== undefined) return stateFault;
  return (await isCurrent(store.db, license, token)) ? undefined : revoked;
}

/** Whether a token is the newest of its activation, and was not ended: by a revocation of the activation, or by a license that gives less. */
async function isCurrent(
  db: Db,
  { account_id, license_id }: License,
  token: VerifiedTokenLicense,
): Promise<boolean> {
  const place = slotOf(token);
  if (place === undefined) return false;
  const [activation, isGood] = await Promise.all([
    findActivation(db, {
      account_id,
      license_id,
      kind: 'token',
      identifier_kind: 'identifier',
      identifier: token.identifier ?? '',
    }),
    isSlotGood(db, account_id, place),
  ]);
  const isNewest = activation?.list === place.list && activation.slot === place.slot;
  return isNewest && activation.revoked_at === null && isGood;
}

const unknown = fail('invalid_token', 'Its license is not known here.', 'tokenLicense');
const revoked = fail('activation_revoked', 'Fetch another token license for this machine.');
