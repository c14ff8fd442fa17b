import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { OptionsError, parsePublicKey, type PublicKey } from '@licet/core';

const generate = promisify(generateKeyPair);

/** A key pair that signs. Printing it or turning it into JSON shows the public half alone. */
export interface SigningKey {
  /** Its `thumbprint` is the `kid` of everything that this key signs. */
  readonly publicKey: PublicKey;
  readonly privateKey: KeyObject;
}

/** Options of {@link generateSigningKey}. */
export interface SigningKeyOptions {
  readonly modulusBits?: 2048 | 3072 | 4096 | undefined;
}

const modulusSizes: readonly number[] = [2048, 3072, 4096];

/**
 * Makes an RSA key with exponent 65537, of 3072 bits unless told otherwise, in Node's thread pool
 * (it takes from tenths of a second to seconds). Throws `OptionsError` (`modulusBits`).
 */
export async function generateSigningKey(options: SigningKeyOptions = {}): Promise<SigningKey> {
  const { modulusBits = 3072 } = options;
  if (!modulusSizes.includes(modulusBits))
    throw new OptionsError('modulusBits', 'expected 2048, 3072 or 4096.');
  const { privateKey } = await generate('rsa', {
    modulusLength: modulusBits,
    publicExponent: 0x10001,
  });
  return toSigningKey(privateKey);
}

/** Longer than a 4096-bit key with generous line breaks. */
const maxPemLength = 8192;

/**
 * Reads an unencrypted PKCS#8 key (`BEGIN PRIVATE KEY`, RFC 5958). Throws `OptionsError`
 * (`privateKey`) unless it is an RSA key that guards will accept: 2048 to 4096 bits, exponent
 * 65537. The message never repeats the text.
 */
export function signingKeyFromPem(pem: string): SigningKey {
  if (pem.length > maxPemLength || !pem.trimStart().startsWith('-----BEGIN PRIVATE KEY-----')) {
    throw new OptionsError('privateKey', 'expected one BEGIN PRIVATE KEY block.');
  }
  return toSigningKey(readPrivateKey(pem));
}

/**
 * The private key in the clear, as PKCS#8 PEM. Keep it out of logs, and prefer `sealPkcs12` for
 * storing.
 */
export function toPkcs8Pem(key: SigningKey): string {
  return key.privateKey.export({ format: 'pem', type: 'pkcs8' }) as string;
}

/** Pairs a private key with its checked public half. */
export function toSigningKey(privateKey: KeyObject): SigningKey {
  if (privateKey.asymmetricKeyType !== 'rsa')
    throw new OptionsError('privateKey', 'expected an RSA key.');
  const parsing = parsePublicKey(createPublicKey(privateKey).export({ format: 'jwk' }));
  if (!parsing.ok) throw new OptionsError('privateKey', parsing.detail);
  const { key: publicKey } = parsing;
  return Object.freeze({ publicKey, privateKey, toJSON: () => ({ kid: publicKey.thumbprint }) });
}

function readPrivateKey(pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    // The cause stays behind: nothing that has seen key bytes is passed on.
    throw new OptionsError('privateKey', 'the block does not hold a private key.');
  }
}
