import { OptionsError } from '../errors.js';
import type { PublicKeyInput } from './public-key-formats.js';
import { parsePublicKey, type PublicKey } from './public-key.js';

/** The keys that a verifier pins: a document counts when it was signed by one, or by a leaf that one certified. */
export interface TrustedKeys {
  readonly keys: readonly PublicKey[];
  /** The pinned key with this RFC 7638 thumbprint. */
  find(thumbprint: string): PublicKey | undefined;
}

/**
 * Pins one or more public keys; pin the vendor's root, so that leaves can be rotated without touching this code.
 * Throws `OptionsError` (`publicKeys`) when there is none, or one is not acceptable.
 */
export function createTrustedKeys(pins: PublicKeyInput | readonly PublicKeyInput[]): TrustedKeys {
  const inputs: readonly PublicKeyInput[] = Array.isArray(pins) ? pins : [pins as PublicKeyInput];
  const [first, ...others] = inputs.map(parsePin);
  if (first === undefined) throw new OptionsError('publicKeys', 'pin at least one public key.');
  return others.length === 0 ? pinOne(first) : toTrustedKeys([first, ...others]);
}

/** One key makes one set: what a verifier has learnt about it serves those who give the key as text each time. */
function pinOne(key: PublicKey): TrustedKeys {
  const pinned = pinnedAlone.get(key) ?? toTrustedKeys([key]);
  pinnedAlone.set(key, pinned);
  return pinned;
}

const pinnedAlone = new WeakMap<PublicKey, TrustedKeys>();

function toTrustedKeys(keys: readonly PublicKey[]): TrustedKeys {
  const byThumbprint = new Map(keys.map((key) => [key.thumbprint, key]));
  return Object.freeze({
    keys: Object.freeze(keys),
    find: (thumbprint: string) => byThumbprint.get(thumbprint),
  });
}

function parsePin(input: PublicKeyInput, index: number): PublicKey {
  const option = `publicKeys[${String(index)}]`;
  if (typeof input !== 'string' && (typeof input !== 'object' || (input as unknown) === null)) {
    throw new OptionsError(option, 'expected PEM, RSAKeyValue XML or a JWK.');
  }
  const parsing = parsePublicKey(input);
  if (!parsing.ok) throw new OptionsError(option, parsing.detail);
  return parsing.key;
}
