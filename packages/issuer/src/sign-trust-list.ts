import { maxDocumentLength, OptionsError, type EpochSeconds } from '@licet/core';
import { isInstant } from './is-instant.js';
import { signJws, toSigningInput } from './sign-jws.js';
import type { SigningKey } from './signing-key.js';
import type { SigningLanes } from './signing-lanes.js';

/** What a root is to say about stolen keys. */
export interface TrustListDraft {
  readonly issuer: string;
  /** Higher than that of every list of this issuer before: guards refuse lower ones. */
  readonly sequence: number;
  readonly issuedAt: EpochSeconds;
  /** Thumbprints of all leaves that were ever stolen. */
  readonly burnt: readonly string[];
}

/**
 * Signs the list of stolen keys (`trust+jwt`) by the root: guards that know it refuse whatever those keys signed. Throws `OptionsError`
 * (`draft`) for what guards would refuse, and for a root that would burn itself.
 */
export async function signTrustList(
  { issuer, sequence, issuedAt, burnt }: TrustListDraft,
  root: SigningKey,
  lanes: SigningLanes,
): Promise<string> {
  const isNamed = /^[\x21-\x7e]{1,128}$/.test(issuer);
  const isCounted = Number.isSafeInteger(sequence) && sequence >= 1;
  if (!isNamed || !isCounted || !isInstant(issuedAt))
    throw new OptionsError('draft', 'issuer, sequence or time is not what a guard reads.');
  if (!burnt.every((kid) => /^[A-Za-z0-9_-]{43}$/.test(kid)))
    throw new OptionsError('draft', 'expected thumbprints of keys.');
  const kid = root.publicKey.thumbprint;
  if (burnt.includes(kid)) throw new OptionsError('draft', 'a root cannot burn itself.');
  const payload = { v: 1, iss: issuer, seq: sequence, iat: issuedAt, burnt };
  const header = { alg: 'RS256', typ: 'trust+jwt', kid };
  const text = await signJws(toSigningInput(header, JSON.stringify(payload)), root, lanes);
  if (text.length > maxDocumentLength) throw new OptionsError('draft', 'the list is too long.');
  return text;
}
