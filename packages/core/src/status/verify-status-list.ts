import {
  claimRules,
  findShapeFault,
  findVersionFault,
  isIdentifier,
  isInteger,
  isNumericDate,
  isObjectOf,
  isText,
} from '../document/claim-shapes.js';
import type { JsonObject } from '../document/jws.js';
import { readSigned, refuse, wasCertified } from '../document/read-signed.js';
import { decodeBase64Url } from '../encoding/base64.js';
import type { ListFailureCode } from '../errors.js';
import { isBurnt, type VerifiedTrustList } from '../trust/trust-list.js';
import type { TrustedKeys } from '../trust/trusted-keys.js';
import {
  maxStatusListLength,
  readStatus,
  statusListBytes,
  type StatusListName,
  type VerifiedStatusList,
} from './status-list.js';

/** Inflates zlib data (RFC 1950) to at most so many bytes; `undefined` for what is none or would be longer. */
export type Inflate = (data: Uint8Array, mostBytes: number) => Uint8Array | undefined;

/** What a status list has to be. */
export interface StatusListExpectations extends StatusListName {
  readonly pins: TrustedKeys;
  /** The `inflate` of `@licet/core/node`, or another one where there is no Node. */
  readonly inflate: Inflate;
  readonly trustList?: VerifiedTrustList | undefined;
}

/** The outcome of {@link verifyStatusList}. */
export type StatusListVerification =
  | { readonly ok: true; readonly list: VerifiedStatusList }
  | {
      readonly ok: false;
      readonly code: Exclude<ListFailureCode, 'older_list'>;
      readonly detail: string;
    };

interface StatusListClaims {
  readonly iss: string;
  readonly sub: string;
  readonly seq: number;
  readonly iat: number;
  readonly exp: number;
  readonly ttl: number;
  readonly status_list: { readonly lst: string };
}

const rules = claimRules({
  v: { shape: isInteger(1, 1) },
  iss: { shape: isIdentifier },
  sub: { shape: isText(/^[\x21-\x7e]{1,512}$/) },
  seq: { shape: isInteger(1, Number.MAX_SAFE_INTEGER) },
  iat: { shape: isNumericDate },
  exp: { shape: isNumericDate },
  ttl: { shape: isInteger(1, 31_536_000) },
  status_list: {
    shape: isObjectOf({
      bits: { shape: isInteger(2, 2) },
      lst: { shape: isText(/^[A-Za-z0-9_-]+$/) },
    }),
  },
});

/**
 * Verifies a status list from its text to what it says: size, grammar, type, header, trust (a leaf certified for `status`), signature, strict
 * JSON, claims, name and issuer, stolen keys, and that it inflates to exactly 2^20 slots. How old it may be is for whoever decides by it.
 * Never throws for any text. Codes: `verificationCodes` but `wrong_product`, and `wrong_list`. Source: IETF Token Status List.
 */
export function verifyStatusList(
  text: string,
  expected: StatusListExpectations,
): StatusListVerification {
  const { pins, uri, issuer, trustList, inflate } = expected;
  const reading = readSigned(text, {
    typ: 'statuslist+jwt',
    use: 'status',
    pins,
    mostCharacters: maxStatusListLength,
  });
  if (!reading.ok) return reading;
  const fault = findClaimFault(reading.payload);
  if (fault !== undefined) return fault;
  const claims = reading.payload as unknown as StatusListClaims;
  const kid = reading.leaf.key.thumbprint;
  if (!wasCertified(reading.leaf, claims)) {
    return refuse('bad_leaf', 'The leaf was not certified for this issuer at the time of issue.');
  }
  if (claims.sub !== uri || claims.iss !== issuer) {
    return { ok: false, code: 'wrong_list', detail: 'It is another list than the one asked for.' };
  }
  if (isBurnt({ kid, issuer }, trustList)) {
    return refuse('burnt_key', 'The key that signed was stolen, says its root.');
  }
  const bits = readBits(claims.status_list.lst, inflate);
  return bits === undefined
    ? refuse('bad_claims', 'The list is not zlib data of 2^20 slots of two bits.')
    : { ok: true, list: toVerified(claims, kid, bits) };
}

function findClaimFault(payload: JsonObject) {
  const versionFault = findVersionFault(payload);
  if (versionFault !== undefined) return refuse('needs_newer_guard', versionFault);
  const fault = findShapeFault(payload, rules);
  return fault === undefined
    ? undefined
    : refuse('bad_claims', `The claim "${fault}" is missing or misshapen.`);
}

function readBits(lst: string, inflate: Inflate): Uint8Array | undefined {
  const compressed = decodeBase64Url(lst);
  const bits = compressed && inflate(compressed, statusListBytes);
  return bits?.length === statusListBytes ? bits : undefined;
}

function toVerified(claims: StatusListClaims, kid: string, bits: Uint8Array): VerifiedStatusList {
  const list = {
    uri: claims.sub,
    issuer: claims.iss,
    kid,
    sequence: claims.seq,
    issuedAt: claims.iat,
    expiresAt: claims.exp,
    ttlSeconds: claims.ttl,
    statusOf: (slot: number) => readStatus(bits, slot),
  };
  return Object.freeze(list) as unknown as VerifiedStatusList;
}
