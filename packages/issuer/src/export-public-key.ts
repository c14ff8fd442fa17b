import { createPublicKey } from 'node:crypto';
import { decodeBase64Url, encodeBase64, type PublicKey } from '@licet/core';

/** A public key as a member of a JWK set (RFC 7517 section 4). */
export interface PublishedJwk {
  readonly kty: 'RSA';
  readonly n: string;
  readonly e: string;
  readonly kid: string;
  readonly alg: 'RS256';
  readonly use: 'sig';
}

/** One public key in the three spellings that `parsePublicKey` reads. */
export interface ExportedPublicKey {
  /** SubjectPublicKeyInfo, `BEGIN PUBLIC KEY`. */
  readonly pem: string;
  readonly jwk: PublishedJwk;
  /** RSAKeyValue of XML Signature, as .NET writes it. */
  readonly xml: string;
}

/** Spells a public key in all the forms that a vendor may want to pin or publish. */
export function exportPublicKey({ jwk, thumbprint }: PublicKey): ExportedPublicKey {
  const { kty, n, e } = jwk;
  const pem = createPublicKey({ key: { kty, n, e }, format: 'jwk' }).export({
    format: 'pem',
    type: 'spki',
  }) as string;
  const xml = `<RSAKeyValue><Modulus>${toBase64(n)}</Modulus><Exponent>${toBase64(e)}</Exponent></RSAKeyValue>`;
  return { pem, jwk: { kty, n, e, kid: thumbprint, alg: 'RS256', use: 'sig' }, xml };
}

function toBase64(base64Url: string): string {
  return encodeBase64(decodeBase64Url(base64Url) ?? '');
}
