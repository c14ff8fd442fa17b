import {
  claimRules,
  findShapeFault,
  isIdentifier,
  isInteger,
  isNumericDate,
  isText,
  type ClaimRule,
} from '../document/claim-shapes.js';
import type { JsonObject } from '../document/jws.js';

/** The payload of an access token, as it is signed. Instants are NumericDates (RFC 7519) in whole seconds. */
export interface AccessTokenClaims {
  /** Issuer as the token setting names it; not the issuer id of documents. */
  readonly iss: string;
  /** The unique identifier of whoever the token was made for. */
  readonly sub: string;
  readonly aud: string;
  /** Id of the token setting. */
  readonly setting: number;
  /** Token id. */
  readonly jti: string;
  readonly iat: number;
  /** Start of validity, inclusive; only when one was scheduled. */
  readonly nbf?: number;
  /** End of validity, exclusive. */
  readonly exp: number;
}

/**
 * What subject, issuer and audience of an access token may be: 1 to 200 characters without control and format characters. Three such texts
 * always fit into {@link maxAccessTokenLength}.
 */
export const tokenTextPattern: RegExp = /^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]{1,200}$/u;

const isTokenText = isText(tokenTextPattern);

const members: Record<keyof AccessTokenClaims, ClaimRule> = {
  iss: { shape: isTokenText },
  sub: { shape: isTokenText },
  aud: { shape: isTokenText },
  setting: { shape: isInteger(1, 2 ** 31 - 1) },
  jti: { shape: isIdentifier },
  iat: { shape: isNumericDate },
  nbf: { shape: isNumericDate, optional: true },
  exp: { shape: isNumericDate },
};

const rules = claimRules(members);

/** The outcome of {@link parseAccessTokenClaims}. */
export type AccessTokenClaimsParsing =
  | { readonly ok: true; readonly claims: AccessTokenClaims }
  | { readonly ok: false; readonly code: 'bad_claims'; readonly detail: string };

/** Checks the payload of an access token. Other claims are ignored (RFC 7519 section 4). Codes: `bad_claims`. */
export function parseAccessTokenClaims(payload: JsonObject): AccessTokenClaimsParsing {
  const fault = findShapeFault(payload, rules);
  if (fault !== undefined) return refuse(`The claim "${fault}" is missing or misshapen.`);
  const claims = payload as unknown as AccessTokenClaims;
  return claims.exp > claims.iat
    ? { ok: true, claims }
    : refuse('The token ends before it was issued.');
}

function refuse(detail: string): AccessTokenClaimsParsing {
  return { ok: false, code: 'bad_claims', detail };
}
