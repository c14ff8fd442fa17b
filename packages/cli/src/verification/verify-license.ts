import {
  compareDomainKey,
  decideAccess,
  kindOfType,
  parseDomainName,
  readDocument,
  toPipeForm,
  verifyDocument,
  verifyLease,
  verifyNetwork,
  verifySingleUser,
  verifyTokenLicense,
  type DocumentKind,
  type EpochSeconds,
  type TrustedKeys,
  type VerifiedDocument,
  type VerifiedLicense,
} from '@licet/core';
import type { LicenseRefusal } from '../program/exit-codes.js';
import { misuse } from '../program/failure.js';

/** Whom a license has to be for, and when. */
export interface Expectation {
  readonly pins: TrustedKeys;
  readonly product: string;
  readonly now: EpochSeconds;
  readonly host?: string | undefined;
  readonly domainKey?: string | undefined;
  readonly feature?: string | undefined;
  readonly computerId?: string | undefined;
  readonly siteCode?: string | undefined;
  readonly serial?: string | undefined;
  readonly serverPath?: string | undefined;
  readonly seats?: number | undefined;
  readonly identifier?: string | undefined;
  readonly releasedAt?: EpochSeconds | undefined;
}

/** Good, with what should be told; or why not. */
export type Verdict =
  | {
      readonly ok: true;
      readonly kind: DocumentKind;
      readonly license: VerifiedDocument;
      readonly warnings: readonly string[];
    }
  | { readonly ok: false; readonly code: LicenseRefusal; readonly detail: string };

/**
 * Verifies a document of whatever kind it says to be, and that it is for this host, machine, server or user. What the kind is bound to has to
 * be given: a license is good for somebody, never by itself. Throws a `CommandFailure` when it was not given.
 */
export function verifyLicense(text: string, expected: Expectation): Verdict {
  const reading = readDocument(text);
  if (!reading.ok) return reading;
  const { typ } = reading.document.header;
  const kind = kindOfType(typ);
  return kind === undefined
    ? { ok: false, code: 'wrong_kind', detail: `It is no license but of type "${String(typ)}".` }
    : verifiers[kind](text, expected);
}

type Verifier = (text: string, expected: Expectation) => Verdict;

const verifiers: Record<DocumentKind, Verifier> = {
  'domain-license': verifyDomain,
  'single-user-license': verifyMachine('single-user-license'),
  activation: verifyMachine('activation'),
  'network-license': verifyServer,
  'token-license': (text, { product, pins, identifier, now, releasedAt }) => {
    const use = { product, pins, now, releasedAt, identifier };
    return toVerdict('token-license', verifyTokenLicense(toPipeForm(text) ?? text, use));
  },
  lease: (text, { product, pins, identifier, now, releasedAt }) => {
    if (identifier === undefined) throw missing('identifier', 'who uses it');
    return toVerdict('lease', verifyLease(text, { product, pins, now, releasedAt, identifier }));
  },
};

function verifyDomain(text: string, expected: Expectation): Verdict {
  const { product, pins, host: hostText, now, feature, domainKey } = expected;
  const verification = verifyDocument(text, { kind: 'domain-license', product, pins });
  if (!verification.ok) return verification;
  if (hostText === undefined) throw missing('host', 'the host name that visitors use');
  const host = parseDomainName(hostText);
  if (!host.ok) return { ok: false, code: 'bad_host', detail: host.detail };
  const { license } = verification;
  if (isAnotherKey(license, domainKey)) {
    return { ok: false, code: 'wrong_key', detail: 'The domain key is not that of the license.' };
  }
  const question = {
    host: host.name,
    now,
    method: 'GET',
    ...(feature !== undefined && { feature }),
  };
  const decision = decideAccess(license, question);
  if (!decision.allowed) return { ok: false, code: decision.code, detail: decision.detail };
  const { warnings, readOnly } = decision.access;
  return toVerdict('domain-license', { ok: true, license, warnings, readOnly });
}

/** A key that nothing can be compared with is neither right nor wrong: an answer would be a guess. */
function isAnotherKey(license: VerifiedLicense, key: string | undefined): boolean {
  if (key === undefined) return false;
  const comparison = compareDomainKey(license, key);
  if (comparison !== 'not-signed') return comparison === 'other';
  throw misuse(
    'The license does not hold its domain key, which was imported: leave out --domain-key. Only its server knows.',
    'domain-key',
  );
}

function verifyMachine(kind: 'single-user-license' | 'activation'): Verifier {
  return (text, expected) => {
    const { product, pins, computerId, siteCode, now, releasedAt } = expected;
    const verification = verifyDocument(text, { kind, product, pins });
    if (!verification.ok) return verification;
    // Who does not ask for a serial is content with the one that is signed.
    const { serial = verification.license.serial } = expected;
    const machine =
      siteCode === undefined ? { serial, computerId: computerId ?? '' } : { serial, siteCode };
    if (siteCode === undefined && computerId === undefined) {
      throw missing('computer', 'the id of the machine, or --site with its site code');
    }
    return toVerdict(
      kind,
      verifySingleUser(text, { kind, product, pins, now, releasedAt, machine }),
    );
  };
}

function verifyServer(text: string, expected: Expectation): Verdict {
  const { product, pins, serverPath, serial, seats, now, releasedAt } = expected;
  const verification = verifyDocument(text, { kind: 'network-license', product, pins });
  if (!verification.ok) return verification;
  if (serverPath === undefined) throw missing('server-path', 'the path of the license server');
  const use = { product, pins, now, releasedAt, expected: { serverPath, serial, seats } };
  return toVerdict('network-license', verifyNetwork(text, use));
}

function toVerdict(
  kind: DocumentKind,
  verification:
    | {
        readonly ok: true;
        readonly license: VerifiedDocument;
        readonly warnings: readonly string[];
        readonly readOnly: boolean;
      }
    | { readonly ok: false; readonly code: LicenseRefusal; readonly detail: string },
): Verdict {
  if (!verification.ok) return verification;
  const { license, warnings, readOnly } = verification;
  return { ok: true, kind, license, warnings: [...warnings, ...(readOnly ? ['read_only'] : [])] };
}

function missing(option: string, what: string): Error {
  return misuse(`This kind of license is bound: give --${option}, ${what}.`, option);
}
