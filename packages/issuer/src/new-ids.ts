import { randomSymbols } from './random-symbols.js';

/**
 * Lower-case base32 (RFC 4648): no case to lose in a file name, no sign that ends a double click.
 */
const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';

/** 26 symbols of five bits: 130 random bits. */
const symbols = 26;

/** A new issuer id, `iss_` and 130 random bits, made once when a vendor's server first starts. */
export function newIssuerId(): string {
  return `iss_${randomSymbols(alphabet, symbols)}`;
}

/** A new license id, `lic_` and 130 random bits: the `sub` of all documents of one license. */
export function newLicenseId(): string {
  return `lic_${randomSymbols(alphabet, symbols)}`;
}

/** A new document id, `doc_` and 130 random bits: the `jti` of one signed document. */
export function newDocumentId(): string {
  return `doc_${randomSymbols(alphabet, symbols)}`;
}

/** A new token id, `tok_` and 130 random bits: the `jti` of one access token. */
export function newTokenId(): string {
  return `tok_${randomSymbols(alphabet, symbols)}`;
}
