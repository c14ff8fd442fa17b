import type { DomainEntry } from '@licet/core';
import { parseLicensedDomain } from '@licet/issuer';
import { insertDocument } from '../../db/documents.js';
import { findLicenseByKey, insertLicense, type License } from '../../db/licenses.js';
import { findProduct } from '../../db/products.js';
import type { Db, ProductRow } from '../../db/tables.js';
import { fail, succeed, type Outcome } from '../../problems.js';
import type { Caller } from '../api-keys/authenticate.js';
import type { Context } from '../context.js';
import { plainCommit, type Commit } from '../write.js';
import { orderFile } from './change-license.js';
import { commitSigned } from './commit-signed.js';
import { describeNewLicense, draftLicense } from './create-license.js';
import { parseDomainKey } from './domain-key.js';
import { findStateFault } from './license-state.js';
import { toDomainSubject } from './license-subject.js';
import { endOfTerm, inheritTerms } from './license-terms.js';
import { reSignLicense } from './re-sign-license.js';

/** The three names of a license in operations 1, 6 and 7. */
export interface DomainLicenseRequest {
  readonly scriptname: string;
  readonly domainname: string;
  readonly domainkey: string;
}

/** The license that operation 1 made, or found as it was. */
export type GeneratedLicense = Pick<License, 'license_id'>;

/**
 * Creates the license of a key and signs its file. The same call again finds the same license and changes nothing, but for a file of a stolen
 * key, which is signed anew. Codes:
 * `invalid_field`, `invalid_domain`, `public_suffix`, `product_not_found`, `key_in_use`, `license_revoked`, `license_suspended`,
 * `license_too_large`.
 */
export async function generateDomainLicense(
  context: Context,
  caller: Caller,
  request: DomainLicenseRequest,
  commit: Commit<GeneratedLicense>,
): Promise<Outcome<GeneratedLicense>> {
  const key = parseDomainKey(request.domainkey, 'domainkey');
  if (!key.ok) return key;
  const domain = parseLicensedDomain(request.domainname);
  if (!domain.ok) return fail(domain.code, domain.detail, 'domainname');
  const product = await findProduct(context.store.db, caller, request.scriptname);
  if (product === undefined)
    return fail('product_not_found', 'Create a product with this code first.', 'scriptname');
  const order = { product, entry: domain.entry, normalizedKey: key.value };
  const existing = await findExisting(context, context.store.db, order);
  if (existing === undefined) return issue(context, order, commit);
  return existing.ok ? keepGood(context, caller, existing.value) : existing;
}

/** Signing anew twice does what doing it once does, so that it need not be stored with the answer. */
async function keepGood(
  context: Context,
  caller: Caller,
  { license_id }: GeneratedLicense,
): Promise<Outcome<GeneratedLicense>> {
  const commit = plainCommit<License>(context, caller.actor);
  const signature = await reSignLicense(context, caller, license_id, commit);
  return signature.ok ? succeed({ license_id }) : signature;
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

async function issue(
  context: Context,
  order: Order,
  commit: Commit<GeneratedLicense>,
): Promise<Outcome<GeneratedLicense>> {
  return commitSigned<GeneratedLicense>(context, commit, async () => {
    const file = await orderFile(context, draft(context, order), undefined);
    if (file === undefined) throw new Error('A domain license has a file from the beginning.');
    const { license } = file;
    return {
      isolation: 'read committed',
      orders: [file],
      store: async (db, rows, record) => {
        const existing = await findExisting(context, db, order);
        if (existing !== undefined) return existing;
        if (!(await insertLicense(db, license))) return undefined;
        for (const row of rows) await insertDocument(db, row);
        await record(describeNewLicense(license));
        return succeed({ license_id: license.license_id });
      },
    };
  });
}

function draft(context: Context, { product, entry, normalizedKey }: Order): License {
  return draftLicense(context, {
    kind: 'domain',
    product,
    subject: toDomainSubject(context, normalizedKey, [entry]),
    ...inheritTerms(product),
    valid_from: null,
    valid_to: endOfTerm(product.term_days, context.store.now()),
  });
}
