import { promisify } from 'node:util';
import { deflate } from 'node:zlib';
import {
  encodeBase64Url,
  maxStatusListLength,
  OptionsError,
  statusListBytes,
  type EpochSeconds,
} from '@licet/core';
import { isInstant } from './is-instant.js';
import { refuseForeignSigner, type LeafSigner } from './leaf-signer.js';
import { signJws, toSigningInput } from './sign-jws.js';
import type { SigningLanes } from './signing-lanes.js';

/** What a status list is to say. */
export interface StatusListDraft {
  readonly issuer: string;
  /** The name by which documents refer to it (`statusListUri`). */
  readonly uri: string;
  /** Two bits for each of 2^20 slots, as `setStatus` writes them. */
  readonly bits: Uint8Array;
  /** Higher than that of every list of this name before: guards refuse lower ones. */
  readonly sequence: number;
  readonly issuedAt: EpochSeconds;
  /** Until when it may be kept and handed on. */
  readonly expiresAt: EpochSeconds;
  /** After how many seconds a newer one should be asked for. */
  readonly ttlSeconds: number;
}

/** What a list can say of a document: it is valid, it was ended for good, or for the time being. */
export const documentStatuses = { valid: 0, invalid: 1, suspended: 2 } as const;

/** One value of {@link documentStatuses}. */
export type DocumentStatusValue = (typeof documentStatuses)[keyof typeof documentStatuses];

/** An empty list: every document is valid. */
export function createStatusBits(): Uint8Array {
  return new Uint8Array(statusListBytes);
}

/** Writes the status of a slot. Throws `OptionsError` (`slot`) for one that no list has. */
export function setStatus(bits: Uint8Array, slot: number, status: DocumentStatusValue): void {
  const at = slot >> 2;
  const byte = Number.isSafeInteger(slot) && slot >= 0 ? bits[at] : undefined;
  if (byte === undefined) throw new OptionsError('slot', 'expected a slot of the list.');
  const shift = (slot & 3) * 2;
  bits[at] = (byte & ~(3 << shift)) | (status << shift);
}

const deflateInPool = promisify(deflate) as (data: Uint8Array) => Promise<Uint8Array>;

/**
 * Signs a status list (`statuslist+jwt`, IETF Token Status List) by a leaf that is certified for `status`. Compressed and signed off the event
 * loop. Throws `OptionsError` for a draft (`draft`) or a signer (`signer`) that guards would refuse.
 */
export async function signStatusList(
  draft: StatusListDraft,
  signer: LeafSigner,
  lanes: SigningLanes,
): Promise<string> {
  refuseBadDraft(draft);
  const { issuer: iss, uri: sub, sequence: seq, issuedAt: iat, expiresAt: exp } = draft;
  refuseForeignSigner({ iss, iat }, 'status', signer);
  const lst = encodeBase64Url(await deflateInPool(draft.bits));
  const times = { iat, exp, ttl: draft.ttlSeconds };
  const payload = { v: 1, iss, sub, seq, ...times, status_list: { bits: 2, lst } };
  const { key, statement: leaf } = signer;
  const kid = key.publicKey.thumbprint;
  const header = { alg: 'RS256', typ: 'statuslist+jwt', kid, leaf };
  const text = await signJws(toSigningInput(header, JSON.stringify(payload)), key, lanes);
  if (text.length > maxStatusListLength) throw new OptionsError('draft', 'the list is too long.');
  return text;
}

function refuseBadDraft(draft: StatusListDraft): void {
  const { issuer, uri, bits, sequence, issuedAt, expiresAt, ttlSeconds } = draft;
  const isNamed = /^[\x21-\x7e]{1,128}$/.test(issuer) && /^[\x21-\x7e]{1,512}$/.test(uri);
  const isTimed = isInstant(issuedAt) && isInstant(expiresAt) && issuedAt < expiresAt;
  const isCounted = Number.isSafeInteger(sequence) && sequence >= 1;
  const isLimited = Number.isSafeInteger(ttlSeconds) && ttlSeconds >= 1 && ttlSeconds <= 31_536_000;
  if (!isNamed) throw new OptionsError('draft', 'issuer or uri is not what a guard reads.');
  if (!isTimed || !isLimited)
    throw new OptionsError('draft', 'a time is not whole, or ends early.');
  if (!isCounted) throw new OptionsError('draft', 'the sequence is not a whole number from 1.');
  if (bits.length !== statusListBytes)
    throw new OptionsError(
      'draft',
      `expected ${String(statusListBytes)} bytes of two bits a slot.`,
    );
}
