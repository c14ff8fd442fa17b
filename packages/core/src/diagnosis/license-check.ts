import type { DecisionCode, VerificationCode } from '../errors.js';

/** What is looked at, in this order. A check that the kind of license has no use for is left out. */
export const licenseCheckNames = [
  'format',
  'kind',
  'trust',
  'signature',
  'claims',
  'product',
  'host',
  'key',
  'dates',
  'status',
] as const;

/** One of {@link licenseCheckNames}. */
export type LicenseCheckName = (typeof licenseCheckNames)[number];

/** `unknown`: what would be needed was not given, or an earlier check failed before it could be told. */
export type CheckVerdict = 'passed' | 'failed' | 'unknown';

/** One thing that was looked at, in words for a person. */
export type LicenseCheck = Finding &
  (
    | { readonly verdict: 'passed' | 'unknown' }
    | {
        readonly verdict: 'failed';
        /** The code by which a guard refuses for this. */
        readonly code: VerificationCode | DecisionCode;
      }
  );

interface Finding {
  readonly name: LicenseCheckName;
  /** What was found. */
  readonly detail: string;
  /** What to do about it; only where there is something to do. */
  readonly advice?: string;
}

/** Which check a code of `verifyDocument` belongs to, and what to do about it. */
const verificationAdvice: Record<
  VerificationCode,
  { readonly name: LicenseCheckName; readonly advice: string }
> = {
  too_large: {
    name: 'format',
    advice: 'Take the license file itself; this is longer than any of ours.',
  },
  malformed: {
    name: 'format',
    advice: 'Fetch the file again: it was cut off, edited, or is another file.',
  },
  wrong_kind: { name: 'kind', advice: 'Use the license that was issued for this purpose.' },
  bad_header: { name: 'kind', advice: 'Fetch the file again: its header was changed.' },
  untrusted_key: {
    name: 'trust',
    advice:
      "Pin the root key of the vendor that issued it, or fetch a license from this vendor's server.",
  },
  bad_leaf: {
    name: 'trust',
    advice: 'Fetch the file again; if that does not help, the vendor has to issue it anew.',
  },
  bad_signature: { name: 'signature', advice: 'Fetch the file again: its contents were changed.' },
  bad_claims: { name: 'claims', advice: 'The vendor has to issue it anew: it is not complete.' },
  needs_newer_guard: {
    name: 'claims',
    advice: 'Update the guard: the license says something that this version does not know.',
  },
  wrong_product: {
    name: 'product',
    advice: 'Use the license of this product, or correct the product code of the guard.',
  },
  burnt_key: {
    name: 'trust',
    advice: 'Fetch the license anew: the key that signed this one was stolen.',
  },
};

export function passed(name: LicenseCheckName, detail: string): LicenseCheck {
  return { name, verdict: 'passed', detail };
}

export function unknown(name: LicenseCheckName, detail: string): LicenseCheck {
  return { name, verdict: 'unknown', detail };
}

export function failed(
  name: LicenseCheckName,
  code: VerificationCode | DecisionCode,
  detail: string,
  advice: string,
): LicenseCheck {
  return { name, verdict: 'failed', code, detail, advice };
}

export function failedBy(code: VerificationCode, detail: string): LicenseCheck {
  const { name, advice } = verificationAdvice[code];
  return failed(name, code, detail, advice);
}
