import { judgeUse, refuseUse, type LicenseUse, type UseVerification } from '../access/judge-use.js';
import { verifyDocument, type DocumentExpectations } from '../document/verify-document.js';
import { findMachineFault, type Machine } from './find-binding-fault.js';

/** What a single-user license has to be: `kind` tells a license file from an activation code. */
export interface SingleUserExpectations
  extends DocumentExpectations<'single-user-license' | 'activation'>, LicenseUse {
  readonly machine: Machine;
}

/**
 * Verifies the license file or the activation code of one machine, offline, with the vendor's public key alone. Never throws for any text.
 * Codes: `verificationCodes`, then `wrong_serial`, `wrong_machine`, then those of the clock, the policy and the maintenance plan.
 */
export function verifySingleUser(
  text: string,
  expected: SingleUserExpectations,
): UseVerification<'single-user-license' | 'activation'> {
  const verification = verifyDocument(text, expected);
  if (!verification.ok) return verification;
  const fault = findMachineFault(verification.license, expected.machine);
  return fault === undefined ? judgeUse(verification.license, expected) : refuseUse(fault);
}
