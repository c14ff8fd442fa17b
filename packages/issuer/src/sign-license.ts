import { isDeepStrictEqual } from 'node:util';
import {
  claimNamesOf,
  domainScopes,
  normalizeSerial,
  normalizeServerPath,
  OptionsError,
  parseClaims,
  parseDomainName,
  type DocumentClaims,
  type DocumentKind,
  type DomainEntry,
  type JsonObject,
} from '@licet/core';
import { refuseForeignSigner, type LeafSigner } from './leaf-signer.js';
import { signJws, toSigningInput } from './sign-jws.js';
import type { SigningKey } from './signing-key.js';
import type { SigningLanes } from './signing-lanes.js';

/** No document that is signed here has more characters; guards read up to twice as many. */
export const maxSignedLength = 8192;

/** The members of all payloads and of the objects in them, in the order in which they are written. */
const memberOrder = (
  'v iss sub jti gen iat nbf exp product domains name scope key serial computerId siteCode ' +
  'serverPath seats identifier bound lease leaseGen features maintenance supported ' +
  'until policy graceDays offlineDays onExpiry onStale onClockBack devHosts status status_list ' +
  'idx uri holder must'
).split(' ');

/**
 * Signs a license document of one kind and returns its text: the contents of a license file, an activation code, a token license before it
 * is spelled in the pipe form (`toPipeForm`), or a borrowed seat.
 *
 * Refuses, by throwing `OptionsError`, what a guard would refuse later. `claims`: what the format
 * does not allow, a name, serial or server path that is not canonical, an unknown scope, a member that would not be
 * signed, too long a document. `signer`: a key that is not the one of the statement, or a statement
 * that is not for licenses of this issuer at the time of issue.
 */
export async function signLicense<Kind extends DocumentKind>(
  kind: Kind,
  claims: DocumentClaims[Kind],
  signer: LeafSigner,
  lanes: SigningLanes,
): Promise<string> {
  const payload = toPayload(kind, claims);
  refuseForeignSigner(claims, 'license', signer);
  const { key, statement: leaf } = signer;
  const header = { alg: 'RS256', typ: `${kind}+jwt`, kid: key.publicKey.thumbprint, leaf };
  const input = toSigningInput(header, payload);
  if (input.length + 1 + signatureLength(key) > maxSignedLength) {
    throw new OptionsError('claims', 'they make the document longer than 8192 characters.');
  }
  return signJws(input, key, lanes);
}

/**
 * The payload as it is signed. What is read back must be what was meant: nothing may fall away
 * unnoticed.
 */
function toPayload<Kind extends DocumentKind>(kind: Kind, claims: DocumentClaims[Kind]): string {
  const payload = JSON.stringify(claims, memberOrder);
  const readBack = JSON.parse(payload) as JsonObject;
  const known = claimNamesOf(kind);
  const isOfKind = Object.keys(readBack).every((name) => known.includes(name));
  if (!isOfKind || !isDeepStrictEqual(readBack, JSON.parse(JSON.stringify(claims)))) {
    throw new OptionsError('claims', 'there is a member that this kind of document does not know.');
  }
  const parsing = parseClaims(kind, readBack);
  if (!parsing.ok) throw new OptionsError('claims', parsing.detail);
  const fault = findSpellingFault(parsing.claims);
  if (fault !== undefined) throw new OptionsError('claims', fault);
  return payload;
}

/** What would never be found equal, because it is not in the one form that is compared. */
function findSpellingFault(claims: DocumentClaims[DocumentKind]): string | undefined {
  if ('domains' in claims && !claims.domains.every(isCanonical)) {
    return 'a domain is not canonical, or its scope is unknown.';
  }
  if ('serial' in claims && normalizeSerial(claims.serial) !== claims.serial) {
    return 'the serial is not in the form of normalizeSerial.';
  }
  if ('serverPath' in claims && normalizeServerPath(claims.serverPath) !== claims.serverPath) {
    return 'the server path is not in the form of normalizeServerPath.';
  }
  return undefined;
}

function isCanonical({ name, scope }: DomainEntry): boolean {
  const parsing = parseDomainName(name);
  return parsing.ok && parsing.name === name && domainScopes.some((known) => known === scope);
}

/** Characters of base64url, six bits each, that an RSA signature takes. */
function signatureLength({ publicKey }: SigningKey): number {
  return Math.ceil((Math.ceil(publicKey.modulusBits / 8) * 8) / 6);
}
