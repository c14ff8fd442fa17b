import type { DocumentClaims, DocumentKind, DomainLicenseClaims } from '../document/claims.js';
import { compareDomainKey } from '../domain/compare-domain-key.js';
import { parseDomainName } from '../domain/domain-name.js';
import { matchesDomain } from '../domain/domain-scope.js';
import { explainDates } from './explain-dates.js';
import { failed, passed, unknown, type LicenseCheck } from './license-check.js';
import type { LicenseQuestion } from './license-question.js';

/** What to do about a license that is genuine and yet not good. */
const advice = {
  badHost: 'Write the host name alone.',
  wrongHost: 'Transfer the license to this host, or open the site by the licensed name.',
  wrongKey: 'Use the domain key that was sold with this license.',
  revoked: 'Fetch the newest file, or ask the vendor.',
  suspended: 'Ask the vendor to reinstate it.',
} as const;

/** The checks of what the license says, as if it were genuine. */
export function explainTerms(
  claims: DocumentClaims[DocumentKind],
  question: LicenseQuestion,
): LicenseCheck[] {
  return [
    ...('domains' in claims ? [checkHost(claims, question), checkKey(claims, question)] : []),
    explainDates(claims, question.now),
    checkStatus(question),
  ];
}

function checkHost({ domains }: DomainLicenseClaims, { host }: LicenseQuestion): LicenseCheck {
  const list = domains.map(({ name, scope }) => `${name} (${scope})`).join(', ');
  const says = `It is for ${list}.`;
  if (host === undefined || host === '') return unknown('host', says);
  const parsing = parseDomainName(withoutAddress(host));
  if (!parsing.ok) return failed('host', 'bad_host', parsing.detail, advice.badHost);
  return matchesDomain(parsing.name, domains)
    ? passed('host', `${says} ${parsing.name} is among them.`)
    : failed('host', 'wrong_host', `${says} ${parsing.name} is not among them.`, advice.wrongHost);
}

/** A person pastes what stands in the browser. */
function withoutAddress(text: string): string {
  const host = text
    .trim()
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/[/?#].*$/s, '');
  return host.startsWith('[') ? host : host.replace(/:\d{1,5}$/, '');
}

function checkKey(
  { sub: licenseId, key: keyHash }: DomainLicenseClaims,
  { key = '' }: LicenseQuestion,
): LicenseCheck {
  const comparison = compareDomainKey({ licenseId, keyHash }, key);
  if (comparison === 'not-signed') {
    return unknown('key', 'It holds no key: only its server knows.');
  }
  if (key === '') return unknown('key', 'No domain key was given.');
  return comparison === 'same'
    ? passed('key', 'The domain key is the one it was sold with.')
    : failed('key', 'wrong_key', 'The domain key is another one.', advice.wrongKey);
}

function checkStatus({ status }: LicenseQuestion): LicenseCheck {
  switch (status) {
    case undefined:
      return unknown('status', 'Nobody was asked whether it was revoked.');
    case 'valid':
      return passed('status', 'It was not revoked.');
    case 'revoked':
      return failed(
        'status',
        'revoked',
        'It was revoked, or replaced by a later file.',
        advice.revoked,
      );
    case 'suspended':
      return failed('status', 'suspended', 'It is suspended.', advice.suspended);
  }
}
