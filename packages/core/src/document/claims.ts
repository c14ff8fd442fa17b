import type { DomainEntry } from '../domain/domain-scope.js';
import {
  claimRules,
  findShapeFault,
  isBoolean,
  isInteger,
  isListOf,
  isNumericDate,
  isObjectOf,
  isText,
  type ClaimRule,
  type ClaimShape,
} from './claim-shapes.js';
import type { JsonObject } from './jws.js';

/** What the vendor decided about the days after an end; see the format for the strictest reading of unknown values. */
export interface PolicyClaims {
  readonly graceDays?: number;
  readonly offlineDays?: number;
  readonly onExpiry?: string;
  readonly onStale?: string;
  readonly onClockBack?: string;
  readonly devHosts?: boolean;
}

/** The payload of a `domain-license+jwt`, as it is signed. Instants are NumericDates (RFC 7519) in whole seconds. */
export interface DomainLicenseClaims {
  readonly v: 1;
  /** Random id of the issuer. */
  readonly iss: string;
  /** License id. */
  readonly sub: string;
  /** Document id. */
  readonly jti: string;
  /** Counts the documents of this license, from 1. */
  readonly gen: number;
  readonly iat: number;
  /** Start of validity, inclusive; only when one was scheduled. */
  readonly nbf?: number;
  /** End of validity, exclusive; absent means permanent. */
  readonly exp?: number;
  /** Product code. */
  readonly product: string;
  readonly domains: readonly DomainEntry[];
  /** `domainKeyHash` of the license's domain key; left out for imported keys. */
  readonly key?: string;
  readonly features?: readonly string[];
  /** Releases dated on or before `until` are covered; without `until` all are. */
  readonly maintenance?: { readonly supported: boolean; readonly until?: number };
  readonly policy?: PolicyClaims;
  /** Slot in a Token Status List. */
  readonly status?: { readonly status_list: { readonly idx: number; readonly uri: string } };
  /** A display label. */
  readonly holder?: string;
  /** Claims that a reader has to understand. */
  readonly must?: readonly string[];
}

const isIdentifier = isText(/^[\x21-\x7e]{1,128}$/);
const isValueName = isText(/^[\x21-\x7e]{1,64}$/);
/** What a person may read: no control or format characters, no halves of surrogate pairs. */
const isLabel: ClaimShape = (value) =>
  typeof value === 'string' && value !== '' && value.length <= 200 && !unreadable.test(value);
const unreadable = /[\p{Cc}\p{Cf}\p{Cs}]/u;
const isDays = isInteger(0, 36_500);
const optional = true;

/** The rules of a product's code, wherever one is written. */
export const productCodePattern: RegExp = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

const policyRules: Record<keyof PolicyClaims, ClaimRule> = {
  graceDays: { shape: isDays, optional },
  offlineDays: { shape: isDays, optional },
  onExpiry: { shape: isValueName, optional },
  onStale: { shape: isValueName, optional },
  onClockBack: { shape: isValueName, optional },
  devHosts: { shape: isBoolean, optional },
};

const domainLicenseMembers: Record<keyof DomainLicenseClaims, ClaimRule> = {
  v: { shape: isInteger(1, 1) },
  iss: { shape: isIdentifier },
  sub: { shape: isIdentifier },
  jti: { shape: isIdentifier },
  gen: { shape: isInteger(1, Number.MAX_SAFE_INTEGER) },
  iat: { shape: isNumericDate },
  nbf: { shape: isNumericDate, optional },
  exp: { shape: isNumericDate, optional },
  product: { shape: isText(productCodePattern) },
  domains: {
    shape: isListOf(
      isObjectOf({
        name: { shape: isText(/^[a-z0-9.:_-]{1,253}$/) },
        scope: { shape: isValueName },
      }),
      1,
    ),
  },
  key: { shape: isText(/^[A-Za-z0-9_-]{43}$/), optional },
  features: { shape: isListOf(isValueName), optional },
  maintenance: {
    shape: isObjectOf({
      supported: { shape: isBoolean },
      until: { shape: isNumericDate, optional },
    }),
    optional,
  },
  policy: { shape: isObjectOf({ ...policyRules }), optional },
  status: {
    shape: isObjectOf({
      status_list: {
        shape: isObjectOf({
          idx: { shape: isInteger(0, 2 ** 20 - 1) },
          uri: { shape: isText(/^[\x21-\x7e]{1,512}$/) },
        }),
      },
    }),
    optional,
  },
  holder: { shape: isLabel, optional },
  must: { shape: isListOf(isValueName), optional },
};

const domainLicenseRules = claimRules(domainLicenseMembers);

/** The outcome of {@link parseDomainLicenseClaims}. */
export type ClaimsParsing =
  | { readonly ok: true; readonly claims: DomainLicenseClaims }
  | {
      readonly ok: false;
      readonly code: 'bad_claims' | 'needs_newer_guard';
      readonly detail: string;
    };

/**
 * Checks the payload of a domain license. Unknown claims are ignored unless `must` lists them.
 * Codes: `bad_claims`, `needs_newer_guard` (a later format version, or an unknown name in `must`).
 */
export function parseDomainLicenseClaims(payload: JsonObject): ClaimsParsing {
  const { v } = payload;
  if (Number.isSafeInteger(v) && Number(v) > 1) {
    return {
      ok: false,
      code: 'needs_newer_guard',
      detail: `Format version ${String(v)} is not known.`,
    };
  }
  const fault = findShapeFault(payload, domainLicenseRules);
  if (fault !== undefined) {
    return {
      ok: false,
      code: 'bad_claims',
      detail: `The claim "${fault}" is missing or misshapen.`,
    };
  }
  const claims = payload as unknown as DomainLicenseClaims;
  const unknown = claims.must?.find((name) => !Object.hasOwn(domainLicenseMembers, name));
  return unknown === undefined
    ? { ok: true, claims }
    : {
        ok: false,
        code: 'needs_newer_guard',
        detail: `The claim "${unknown}" must be understood.`,
      };
}
