import { judgeUse, refuseUse, type LicenseUse, type UseVerification } from '../access/judge-use.js';
import { findTokenFault } from '../binding/find-binding-fault.js';
import { fromPipeForm } from '../document/pipe-form.js';
import { verifyDocument, type DocumentExpectations } from '../document/verify-document.js';

/** What a token license has to be, and who uses it. */
export interface TokenLicenseExpectations
  extends Omit<DocumentExpectations<'token-license'>, 'kind'>, LicenseUse {
  /** The identifier of the machine or person that uses it, where there is one. */
  readonly identifier?: string | undefined;
}

/**
 * Verifies a token license in the form `BASE64TOKEN|SIGNATURE`, offline, with the vendor's public key alone. Never throws for any text.
 * Codes: `verificationCodes` (`malformed` also for a text without its one bar), then `wrong_identifier`, then those of the clock, the
 * policy and the maintenance plan.
 */
export function verifyTokenLicense(
  text: string,
  { identifier, product, pins, trustList, ...use }: TokenLicenseExpectations,
): UseVerification<'token-license'> {
  const jws = fromPipeForm(text);
  if (jws === undefined) {
    const detail = 'Not a token license: two parts of base64 with one bar between them.';
    return { ok: false, code: 'malformed', detail };
  }
  const verification = verifyDocument(jws, { kind: 'token-license', product, pins, trustList });
  if (!verification.ok) return verification;
  const fault = findTokenFault(verification.license, identifier);
  return fault === undefined ? judgeUse(verification.license, use) : refuseUse(fault);
}
