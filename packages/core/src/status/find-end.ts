import type { VerifiedDocument } from '../document/verified-license.js';
import type { EndCode } from '../errors.js';
import { isBurnt, type VerifiedTrustList } from '../trust/trust-list.js';
import type { VerifiedStatusList } from './status-list.js';

/** What the vendor said of documents after they were signed. */
export interface KnownLists {
  readonly statusList?: VerifiedStatusList | undefined;
  readonly trustList?: VerifiedTrustList | undefined;
}

/**
 * Why a verified document does not count any more although its dates are good; `undefined` when no list says so. A list of another
 * name or issuer, or by a stolen key, says nothing. Codes: `burnt_key`, `revoked`, `suspended`.
 */
export function findEnd(
  document: VerifiedDocument,
  { statusList, trustList }: KnownLists,
): EndCode | undefined {
  if (isBurnt(document, trustList)) return 'burnt_key';
  const { status, issuer } = document;
  if (status === undefined || statusList === undefined) return undefined;
  const isItsList = statusList.uri === status.uri && statusList.issuer === issuer;
  if (!isItsList || isBurnt(statusList, trustList)) return undefined;
  return codes[statusList.statusOf(status.index)];
}

const codes = { valid: undefined, invalid: 'revoked', suspended: 'suspended' } as const;
