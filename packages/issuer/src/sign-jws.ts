import { encodeBase64Url } from '@licet/core';
import type { SigningKey } from './signing-key.js';
import type { SigningLanes } from './signing-lanes.js';

/** The first two parts of a compact JWS, the text that is signed (RFC 7515 section 5.1). */
export function toSigningInput(header: Readonly<Record<string, unknown>>, payload: string): string {
  return `${encodeBase64Url(JSON.stringify(header))}.${encodeBase64Url(payload)}`;
}

/**
 * Signs and checks the result: a signature spoiled by a fault in memory or hardware gives the
 * factors of the key away, so it must never leave this function.
 */
export async function signJws(
  input: string,
  key: SigningKey,
  lanes: SigningLanes,
): Promise<string> {
  const data = new TextEncoder().encode(input);
  const signature = await lanes.sign(key.privateKey, data);
  if (!key.publicKey.verify(data, signature))
    throw new Error('A signature did not verify right after it was made.');
  return `${input}.${encodeBase64Url(signature)}`;
}
