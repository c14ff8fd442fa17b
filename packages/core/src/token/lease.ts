import { judgeUse, refuseUse, type LicenseUse, type UseVerification } from '../access/judge-use.js';
import { verifyDocument, type DocumentExpectations } from '../document/verify-document.js';

/** What a borrowed seat has to be, and who uses it. */
export interface LeaseExpectations extends Omit<DocumentExpectations<'lease'>, 'kind'>, LicenseUse {
  readonly identifier: string;
}

/**
 * Verifies the document of a borrowed seat, offline, with the vendor's public key alone. Never throws for any text. Codes: `verificationCodes`,
 * then `wrong_identifier`, then those of the clock, the policy and the maintenance plan.
 */
export function verifyLease(
  text: string,
  { identifier, product, pins, trustList, ...use }: LeaseExpectations,
): UseVerification<'lease'> {
  const verification = verifyDocument(text, { kind: 'lease', product, pins, trustList });
  if (!verification.ok) return verification;
  const isSame = identifier !== '' && verification.license.identifier === identifier;
  return isSame ? judgeUse(verification.license, use) : refuseUse('wrong_identifier');
}
