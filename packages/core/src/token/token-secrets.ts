import { createSecretKey, KeyObject } from 'node:crypto';
import { OptionsError } from '../errors.js';
import { findSecretFault } from './secret-fault.js';

/** A secret as bytes or as a `KeyObject` of type `secret`. Text is not taken: it would leave open how it becomes bytes. */
export type TokenSecretBytes = Uint8Array | KeyObject;

/** A secret, and the `kid` that tokens may name it by. */
export type TokenSecretInput =
  TokenSecretBytes | { readonly kid?: string; readonly secret: TokenSecretBytes };

/** A checked secret of at least 32 bytes, ready for use. */
export interface TokenSecret {
  readonly kid: string | undefined;
  readonly key: KeyObject;
}

/** The secrets under which access tokens count. The algorithm is theirs: a token is only ever compared with it. */
export interface TokenSecrets {
  readonly algorithm: 'HS256';
  /** The first one signs; those behind it only verify. */
  readonly secrets: readonly [TokenSecret, ...TokenSecret[]];
  /** The secrets that a token may have been signed with: the one it names, or all of them when it names none. */
  find(kid: string | undefined): readonly TokenSecret[];
}

/** More would be tried one after the other for each token that names none. */
const maxSecrets = 16;
const kidPattern = /^[A-Za-z0-9._-]{1,64}$/;

/**
 * Prepares one or more secrets, once: the newest first, and behind it those that were rotated out and still count. Throws
 * `OptionsError` (`secrets[0]`, …) for a secret of fewer than 32 bytes, one that is a public or private key in any spelling
 * (RFC 8725 section 2.1), and one that can be guessed.
 */
export function createTokenSecrets(
  secrets: TokenSecretInput | readonly TokenSecretInput[],
): TokenSecrets {
  const inputs: readonly TokenSecretInput[] = isList(secrets) ? secrets : [secrets];
  const [first, ...others] = inputs.map(toTokenSecret);
  if (first === undefined || inputs.length > maxSecrets) {
    throw new OptionsError('secrets', `give 1 to ${String(maxSecrets)} secrets.`);
  }
  const all = Object.freeze([first, ...others] as const);
  return Object.freeze({
    algorithm: 'HS256',
    secrets: all,
    find: (kid: string | undefined) =>
      kid === undefined ? all : all.filter((secret) => secret.kid === kid),
  });
}

function toTokenSecret(input: TokenSecretInput, index: number): TokenSecret {
  const option = `secrets[${String(index)}]`;
  const { kid, secret } = isBytes(input) ? { kid: undefined, secret: input } : input;
  if (kid !== undefined && !kidPattern.test(kid)) {
    throw new OptionsError(`${option}.kid`, 'expected 1 to 64 letters, digits, ".", "_" or "-".');
  }
  const bytes = toBytes(secret, option);
  const fault = findSecretFault(bytes);
  if (fault !== undefined) throw new OptionsError(option, fault);
  return Object.freeze({ kid, key: createSecretKey(bytes) });
}

function toBytes(secret: unknown, option: string): Uint8Array {
  if (secret instanceof Uint8Array) return secret;
  if (secret instanceof KeyObject && secret.type === 'secret') return secret.export();
  throw new OptionsError(option, 'expected bytes, or a KeyObject of type "secret".');
}

function isBytes(input: TokenSecretInput): input is TokenSecretBytes {
  return typeof input !== 'object' || !('secret' in input);
}

function isList(
  secrets: TokenSecretInput | readonly TokenSecretInput[],
): secrets is readonly TokenSecretInput[] {
  return Array.isArray(secrets);
}
