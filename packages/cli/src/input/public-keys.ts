import { createTrustedKeys, parsePublicKey, type PublicKey, type TrustedKeys } from '@licet/core';
import { CommandFailure, misuse } from '../program/failure.js';
import type { Io } from '../program/io.js';
import { readInput } from './files.js';

/** The pinned key of a command that verifies. */
export const keyOption = {
  key: {
    type: 'list',
    value: 'FILE',
    text: 'public key that is trusted: the root as PEM, JWK or XML',
    env: 'LICET_PUBLIC_KEY',
  },
} as const;

/** Reads the keys that a verifier pins. Throws a `CommandFailure` unless each is one public key. */
export async function readPublicKeys(io: Io, paths: readonly string[]): Promise<PublicKey[]> {
  if (paths.length === 0) {
    throw misuse("Say whom you trust: give --key with the vendor's root key (root.pem).", 'key');
  }
  return Promise.all(paths.map((path) => readPublicKey(io, path)));
}

/** {@link readPublicKeys}, as core takes them. */
export async function readPins(io: Io, paths: readonly string[]): Promise<TrustedKeys> {
  const keys = await readPublicKeys(io, paths);
  return createTrustedKeys(keys.map(({ jwk }) => jwk));
}

async function readPublicKey(io: Io, path: string): Promise<PublicKey> {
  const text = (await readInput(io, path, 'a public key')).toString('utf8');
  const parsing = parsePublicKey(text.trim());
  if (parsing.ok) return parsing.key;
  const message = `${path}: ${parsing.detail}`;
  throw new CommandFailure({ code: parsing.code, message, exit: 'misused', field: 'key' });
}
