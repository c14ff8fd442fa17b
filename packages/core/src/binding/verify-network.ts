import { judgeUse, refuseUse, type LicenseUse, type UseVerification } from '../access/judge-use.js';
import { verifyDocument, type DocumentExpectations } from '../document/verify-document.js';
import { findNetworkFault, type NetworkExpectation } from './find-binding-fault.js';

/** What a network license has to be, and what its server expects it to say. */
export interface NetworkExpectations
  extends Omit<DocumentExpectations<'network-license'>, 'kind'>, LicenseUse {
  readonly expected: NetworkExpectation;
}

/**
 * Verifies a network license, offline, with the vendor's public key alone. Its server path is a name: it is compared, never opened. How many
 * seats are taken is another question, answered by leases. Never throws for any text. Codes: `verificationCodes`, then
 * `wrong_server_path`, `wrong_serial`, `wrong_seats`, `wrong_dates`, then those of the clock, the policy and the maintenance plan.
 */
export function verifyNetwork(
  text: string,
  { expected, product, pins, trustList, ...use }: NetworkExpectations,
): UseVerification<'network-license'> {
  const verification = verifyDocument(text, { kind: 'network-license', product, pins, trustList });
  if (!verification.ok) return verification;
  const fault = findNetworkFault(verification.license, expected);
  return fault === undefined ? judgeUse(verification.license, use) : refuseUse(fault);
}
