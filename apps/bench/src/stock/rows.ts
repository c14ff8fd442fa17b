import { newLicenseId } from '@licet/issuer';
import { product } from '../licensing-server.js';
import type { LicenseDraft } from './tables.js';

const createdAt = 1_767_225_600;

/** The columns of a license, in the order of {@link toLicenseRow}; the others are null. */
export const licenseColumns = [
  'account_id',
  'license_id',
  'kind',
  'product',
  'state',
  'state_changed_at',
  'key_hmac',
  'key_sealed',
  'serial',
  'seats',
  'imported',
  'gen',
  'version',
  'created_at',
] as const;

type Value = string | number | null;

/** What a key takes under the data key: twelve octets, itself, sixteen. */
const sealedKey = 'x'.repeat(64);

export function toLicenseRow(accountId: string, { keyHmac, seats }: LicenseDraft) {
  const licenseId = newLicenseId();
  const isCounted = seats !== undefined;
  const values: readonly Value[] = [
    accountId,
    licenseId,
    isCounted ? 'token' : 'domain',
    product,
    'active',
    createdAt,
    keyHmac ?? null,
    isCounted ? null : sealedKey,
    isCounted ? licenseId : null,
    seats ?? null,
    0,
    1,
    1,
    createdAt,
  ];
  return { licenseId, values };
}
