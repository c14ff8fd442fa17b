import { formatInstant, isGeneratedDomainKey, type DomainEntry } from '@licet/core';
import { newLicenseId, parseLicensedDomain } from '@licet/issuer';
import { insertDocument } from '../../db/documents.js';
import { findLicenseByKey, insertLicense, type License } from '../../db/licenses.js';
import { findProduct } from '../../db/products.js';
import type { Reach } from '../../db/reach.js';
import type { Db, ProductRow } from '../../db/tables.js';
import { fail, succeed, type Outcome } from '../../problems.js';
import type { AuditDraft } from '../audit/audit-log.js';
import type { Context } from '../context.js';
import type { Commit } from '../write.js';
import { parseDomainKey } from './domain-key.js';
import { domainKeyPurpose, fileOf } from './file-claims.js';
import { findStateFault } from './license-state.js';
import { reserveSlot } from './reserve-slot.js';
import { signDocument } from './sign-document.js';

const secondsPerDay = 86_400;

/** The three names of a license in operations 1, 6 and 7. */
export interface DomainLicenseRequest {
  readonly scriptname: string;
  readonly domainname: string;
  readonly domainkey: string;
}

/** The license that operation 1 made, or found as it was. */
export type GeneratedLicense = Pick<License, 'license_id'>;

/**
 * Creates the license of a key and signs its file. The same call again finds the same license and changes nothing. Codes:
 * `invalid_field`, `invalid_domain`, `public_suffix`, `product_not_found`, `key_in_use`, `license_revoked`, `license_suspended`.
 */
export async function generateDomainLicense(
  context: Context,
  reach: Reach,
  request: DomainLicenseRequest,
  commit: Commit<GeneratedLicense>,
): Promise<Outcome<GeneratedLicense>> {
  const key = parseDomainKey(request.domainkey, 'domainkey');
  if (!key.ok) return key;
  const domain = parseLicensedDomain(request.domainname);
  if (!domain.ok) return fail(domain.code, domain.detail, 'domainname');
  const product = await findProduct(context.store.db, reach, request.scriptname);
  if (product === undefined)
    return fail('product_not_found', 'Create a product with this code first.', 'scriptname');
  const order = { product, entry: domain.entry, normalizedKey: key.value };
  return (await findExisting(context, context.store.db, order)) ?? issue(context, order, commit);
}

interface Order {
  readonly product: ProductRow;
  readonly entry: DomainEntry;
  readonly normalizedKey: string;
}

/** What the key is used for already; `undefined` when it is free. The look-up spans all products, as the key does. */
async function findExisting(
  { account, vault }: Context,
  db: Db,
  { product, entry, normalizedKey }: Order,
): Promise<Outcome<GeneratedLicense> | undefined> {
  const everywhere = { accountId: account.id, product: undefined };
  const license = await findLicenseByKey(db, everywhere, vault.domainKeyHmac(normalizedKey));
  if (license === undefined) return undefined;
  const [licensed, ...others] = license.domains;
  const isSame =
    license.product === product.code &&
    others.length === 0 &&
    licensed?.name === entry.name &&
    licensed.scope === entry.scope;
  if (!isSame)
    return fail(
      'key_in_use',
      'Choose another key: this one has another script or domain.',
      'domainkey',
    );
  return findStateFault(license) ?? succeed({ license_id: license.license_id });
}

/** Begins again when the signing key was replaced while the document was signed: nothing is issued under a retired key. */
async function issue(
  context: Context,
  order: Order,
  commit: Commit<GeneratedLicense>,
): Promise<Outcome<GeneratedLicense>> {
  const draft = draftLicense(context, order);
  const document = {
    ...fileOf(draft, context),
    license: draft,
    slot: await reserveSlot(context, draft.license_id),
    issuedAt: draft.created_at,
  };
  for (;;) {
    const { row, signer } = await signDocument(context, document);
    const outcome = await commit(async (db, record) => {
      const existing = await findExisting(context, db, order);
      if (existing !== undefined) return existing;
      if (!(await context.signers.isActive(db, signer))) return undefined;
      await insertLicense(db, draft);
      await insertDocument(db, row);
      await record(describeCreation(draft, order.entry));
      return succeed({ license_id: draft.license_id });
    });
    if (outcome !== undefined) return outcome;
  }
}

function describeCreation(license: License, { name, scope }: DomainEntry): AuditDraft {
  const { license_id: target, kind, product, valid_to: to } = license;
  const end = to === null ? {} : { validTo: formatInstant(to) };
  const details = { kind, domain: name, domainScope: scope, ...end };
  return { action: 'license.create', target, product, details };
}

function draftLicense(
  { store, account, vault }: Context,
  { product, entry, normalizedKey }: Order,
): License {
  const now = store.now();
  return {
    account_id: account.id,
    license_id: newLicenseId(),
    kind: 'domain',
    product: product.code,
    state: 'active',
    state_changed_at: now,
    valid_from: null,
    valid_to: product.term_days === null ? null : now + product.term_days * secondsPerDay,
    key_hmac: vault.domainKeyHmac(normalizedKey),
    key_sealed: vault.sealer.seal(domainKeyPurpose, normalizedKey),
    imported: isGeneratedDomainKey(normalizedKey) ? 0 : 1,
    serial: null,
    seats: null,
    computer_id: null,
    site_code: null,
    server_path: null,
    features: product.features,
    policy: product.policy,
    maintenance: null,
    holder: null,
    transfers: 0,
    gen: 1,
    version: 1,
    created_at: now,
    domains: [entry],
  };
}
