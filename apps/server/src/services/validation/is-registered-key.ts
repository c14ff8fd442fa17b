import { parsePublicKey } from '@licet/core';
import type { RegisteredKeys } from '../signing/registered-keys.js';

/** Whether a public key that a caller sent, if any, is one of ours. It proves nothing; it only must not be a stranger's. */
export function isRegisteredKey(publickey: string | undefined, { kids }: RegisteredKeys): boolean {
  if (publickey === undefined) return true;
  const parsing = parsePublicKey(publickey);
  return parsing.ok && kids.has(parsing.key.thumbprint);
}
