import { createSerial, newLicenseId } from '@licet/issuer';
import type { LicenseRow } from '../../src/db/tables.js';
import type { TestServer } from './test-server.js';

export interface SoldSerial {
  readonly id: string;
  readonly serial: string;
}

/** Sells a serial of a product. */
export async function sellSerial(
  server: TestServer,
  changes: Partial<LicenseRow> = {},
): Promise<SoldSerial> {
  const { store, account } = server.context;
  const license: LicenseRow = {
    account_id: account.id,
    license_id: newLicenseId(),
    kind: 'token',
    product: 'acme-shop',
    state: 'active',
    state_changed_at: store.now(),
    valid_from: null,
    valid_to: null,
    key_hmac: null,
    key_sealed: null,
    imported: 0,
    serial: createSerial(),
    seats: 3,
    computer_id: null,
    site_code: null,
    server_path: null,
    features: null,
    policy: null,
    maintenance: null,
    holder: null,
    transfers: 0,
    gen: 1,
    version: 1,
    created_at: store.now(),
    ...changes,
  };
  await store.db.insertInto('licenses').values(license).execute();
  return { id: license.license_id, serial: license.serial! };
}
