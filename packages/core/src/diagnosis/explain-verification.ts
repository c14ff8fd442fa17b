import type { DocumentKind } from '../document/claims.js';
import type { UnverifiedDocument } from '../document/read-document.js';
import { verifyDocument } from '../document/verify-document.js';
import { failedBy, passed, unknown, type LicenseCheck } from './license-check.js';
import type { LicenseQuestion } from './license-question.js';

const kindNames: Record<DocumentKind, string> = {
  'domain-license': 'a domain license',
  'single-user-license': 'a single-user license',
  activation: 'an activation code',
  'network-license': 'a network license',
  'token-license': 'a token license',
  lease: 'a borrowed seat',
};

/** The checks that `verifyDocument` makes, in its order. Those behind the one that failed are not known. */
export function explainVerification(
  text: string,
  kind: DocumentKind,
  { payload }: UnverifiedDocument,
  { pins, product }: LicenseQuestion,
): LicenseCheck[] {
  const named = typeof payload.product === 'string' ? payload.product : '';
  const passedChecks = [
    passed('format', 'It is a signed document.'),
    passed('kind', `It is ${kindNames[kind]}.`),
    passed('trust', 'The key that signed it is trusted.'),
    passed('signature', 'The signature is good.'),
    passed('claims', 'It is complete.'),
    checkProduct(named, product),
  ];
  if (pins === undefined) return passedChecks.map(withoutKey);
  const verification = verifyDocument(text, { kind, product: product ?? named, pins });
  if (verification.ok) return passedChecks;
  const failure = failedBy(verification.code, verification.detail);
  const at = passedChecks.findIndex(({ name }) => name === failure.name);
  return [...passedChecks.slice(0, at), failure, ...passedChecks.slice(at + 1).map(notReached)];
}

/** What can be told without a key to check signatures with. */
function withoutKey(check: LicenseCheck): LicenseCheck {
  const needsKey = check.name === 'trust' || check.name === 'signature' || check.name === 'claims';
  return needsKey ? unknown(check.name, 'No public key was given to check it with.') : check;
}

/** The product can be compared whether or not the signature is good. */
function notReached(check: LicenseCheck): LicenseCheck {
  return check.name === 'product'
    ? check
    : unknown(check.name, 'Not reached: an earlier check failed.');
}

function checkProduct(named: string, expected: string | undefined): LicenseCheck {
  const says = `It is for the product "${named}".`;
  if (expected === undefined) return unknown('product', says);
  return named === expected
    ? passed('product', says)
    : failedBy('wrong_product', `${says} The guard expects "${expected}".`);
}
