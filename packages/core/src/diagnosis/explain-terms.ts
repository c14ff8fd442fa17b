import { judgeStanding, toConcerns } from '../access/standing.js';
import type {
  DocumentClaims,
  DocumentKind,
  DomainLicenseClaims,
  LicenseClaims,
} from '../document/claims.js';
import { domainKeyHash, normalizeDomainKey } from '../domain/domain-key.js';
import { parseDomainName } from '../domain/domain-name.js';
import { matchesDomain } from '../domain/domain-scope.js';
import type { EpochSeconds } from '../time/clock.js';
import { formatInstant } from '../time/instant.js';
import { failed, passed, unknown, type LicenseCheck } from './license-check.js';
import type { LicenseQuestion } from './license-question.js';

/** What to do about a license that is genuine and yet not good. */
const advice = {
  badHost: 'Write the host name alone.',
  wrongHost: 'Transfer the license to this host, or open the site by the licensed name.',
  wrongKey: 'Use the domain key that was sold with this license.',
  notYetValid: 'Wait for its start, or set the clock right.',
  expired: 'Renew the license and fetch the new file.',
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
    checkDates(claims, question.now),
    checkStatus(question),
  ];
}

function checkHost({ domains }: DomainLicenseClaims, { host }: LicenseQuestion): LicenseCheck {
  const list = domains.map(({ name, scope }) => `${name} (${scope})`).join(', ');
  const says = `It is for ${list}.`;
  if (host === undefined || host === '') return unknown('host', says);
  const parsing = parseDomainName(withoutAddress(host));
  if (!parsing.ok) return failed('host', parsing.detail, advice.badHost);
  return matchesDomain(parsing.name, domains)
    ? passed('host', `${says} ${parsing.name} is among them.`)
    : failed('host', `${says} ${parsing.name} is not among them.`, advice.wrongHost);
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
  { sub, key: signed }: DomainLicenseClaims,
  { key }: LicenseQuestion,
): LicenseCheck {
  if (signed === undefined) return unknown('key', 'It holds no key: only its server knows.');
  if (key === undefined || key === '') return unknown('key', 'No domain key was given.');
  const normalized = normalizeDomainKey(key);
  return normalized !== undefined && domainKeyHash(sub, normalized) === signed
    ? passed('key', 'The domain key is the one it was sold with.')
    : failed('key', 'The domain key is another one.', advice.wrongKey);
}

function checkDates({ nbf, exp, policy = {} }: LicenseClaims, now: EpochSeconds): LicenseCheck {
  const term = { validFrom: nbf, expiresAt: exp, policy };
  const concerns = toConcerns(judgeStanding(term, now, { lastSignedAt: now, clockMark: now }));
  if (nbf !== undefined && concerns.includes('not_yet_valid')) {
    return failed('dates', `It is valid from ${formatInstant(nbf)} on.`, advice.notYetValid);
  }
  if (exp === undefined) return passed('dates', 'It has no end.');
  const ended = `It ended on ${formatInstant(exp)}.`;
  if (concerns.includes('expired')) return failed('dates', ended, advice.expired);
  return concerns.includes('grace')
    ? { ...passed('dates', `${ended} Its days of grace run.`), advice: advice.expired }
    : passed('dates', `It is valid until ${formatInstant(exp)}.`);
}

function checkStatus({ status }: LicenseQuestion): LicenseCheck {
  switch (status) {
    case undefined:
      return unknown('status', 'Nobody was asked whether it was revoked.');
    case 'valid':
      return passed('status', 'It was not revoked.');
    case 'revoked':
      return failed('status', 'It was revoked, or replaced by a later file.', advice.revoked);
    case 'suspended':
      return failed('status', 'It is suspended.', advice.suspended);
  }
}
