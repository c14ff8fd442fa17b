import { kindOfType } from '../document/claim-tables.js';
import { parseClaims } from '../document/parse-claims.js';
import { readDocument, type UnverifiedDocument } from '../document/read-document.js';
import { explainTerms } from './explain-terms.js';
import { explainVerification } from './explain-verification.js';
import {
  failedBy,
  licenseCheckNames,
  passed,
  type CheckVerdict,
  type LicenseCheck,
} from './license-check.js';
import type { LicenseQuestion } from './license-question.js';
import { readLicenseText } from './read-license-text.js';

/** Why a license is refused, or that it is not. */
export interface LicenseExplanation {
  /** `failed` when any check did, `unknown` when none did but the signature could not be checked. */
  readonly verdict: CheckVerdict;
  readonly checks: readonly LicenseCheck[];
  /** What the license says of itself, verified or not. */
  readonly document: UnverifiedDocument | undefined;
}

/**
 * Explains to a person why a license is refused: every check with its verdict and what to do about it. It goes on where a guard stops, so that all
 * that is wrong is seen at once; so it decides nothing. Never throws for any text.
 */
export function explainLicense(question: LicenseQuestion): LicenseExplanation {
  const text = readLicenseText(question.text);
  const reading = readDocument(text);
  const document = reading.ok ? reading.document : undefined;
  const found = document
    ? explainDocument(text, document, question)
    : [failedBy(reading.ok ? 'malformed' : reading.code, 'This is not a signed document.')];
  const checks = licenseCheckNames.flatMap(
    (name) => found.find((check) => check.name === name) ?? [],
  );
  return Object.freeze({ verdict: toVerdict(checks), checks: Object.freeze(checks), document });
}

function explainDocument(
  text: string,
  document: UnverifiedDocument,
  question: LicenseQuestion,
): LicenseCheck[] {
  const { typ } = document.header;
  const kind = kindOfType(typ);
  if (kind === undefined) {
    const format = passed('format', 'It is a signed document.');
    return [format, failedBy('wrong_kind', `It is no license but of type "${String(typ)}".`)];
  }
  const parsing = parseClaims(kind, document.payload);
  const checks = explainVerification(text, kind, document, question);
  return parsing.ok ? [...checks, ...explainTerms(parsing.claims, question)] : checks;
}

function toVerdict(checks: readonly LicenseCheck[]): CheckVerdict {
  if (checks.some(({ verdict }) => verdict === 'failed')) return 'failed';
  const isGenuine = checks.some(
    ({ name, verdict }) => name === 'signature' && verdict === 'passed',
  );
  return isGenuine ? 'passed' : 'unknown';
}
