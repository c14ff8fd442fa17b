import { formatInstant } from '@licet/core';
import { newLicenseId } from '@licet/issuer';
import { insertDocument } from '../../db/documents.js';
import { insertLicense, type License } from '../../db/licenses.js';
import { findProduct } from '../../db/products.js';
import type { Reach } from '../../db/reach.js';
import type { LicenseRow, ProductRow } from '../../db/tables.js';
import { fail, succeed, type Failure, type Outcome } from '../../problems.js';
import type { AuditDraft } from '../audit/audit-log.js';
import { describeTerms } from '../audit/describe-terms.js';
import type { Context } from '../context.js';
import type { Commit } from '../write.js';
import { orderFile } from './change-license.js';
import { commitSigned } from './commit-signed.js';
import { findTokenSizeFault } from './find-size-fault.js';
import { parseSubject, type Subject, type SubjectRequest } from './license-subject.js';
import { parseNewTerms, readTerms, type LicenseTerms } from './license-terms.js';

/** What a new license is to be. */
export interface LicenseRequest extends LicenseTerms, SubjectRequest {
  readonly kind: LicenseRow['kind'];
  readonly product: string;
}

/**
 * Creates a license of any kind and signs its file, if it has one yet. Codes: `product_not_found`, `unknown_field`, `missing_field`,
 * `invalid_field`, `invalid_domain`, `public_suffix`, `invalid_date`, `date_not_in_future`, `key_in_use`, `serial_in_use`,
 * `license_too_large`.
 */
export async function createLicense(
  context: Context,
  reach: Reach,
  request: LicenseRequest,
  commit: Commit<License>,
): Promise<Outcome<License>> {
  const draft = await parseLicense(context, reach, request);
  if (!draft.ok) return draft;
  return commitSigned<License>(context, commit, async () => {
    const order = await orderFile(context, draft.value, undefined);
    const license = order?.license ?? draft.value;
    return {
      isolation: 'read committed',
      orders: order === undefined ? [] : [order],
      store: async (db, [row], record) => {
        if (!(await insertLicense(db, license))) return toTakenFault(license);
        if (row !== undefined) await insertDocument(db, row);
        await record(describeNewLicense(license));
        return succeed(license);
      },
    };
  });
}

/** A new license in the words of the audit log. */
export function describeNewLicense(license: License): AuditDraft {
  const { license_id: target, kind, product, domains, valid_to: end, seats } = license;
  const [domain] = domains;
  const details = {
    kind,
    ...(domain !== undefined && { domain: domain.name, domainScope: domain.scope }),
    ...(end !== null && { validTo: formatInstant(end) }),
    ...(seats !== null && { seats }),
    ...describeTerms(readTerms(license)),
  };
  return { action: 'license.create', target, product, details };
}

/** Another license has the key or the serial. */
function toTakenFault({ kind }: LicenseRow): Failure {
  return kind === 'domain'
    ? fail('key_in_use', 'Choose another key: this one has another license.', 'key')
    : fail('serial_in_use', 'Choose another serial: this one has another license.', 'serial');
}

/** Reads what is asked for into a license that nobody has stored or signed yet. */
export async function parseLicense(
  context: Context,
  reach: Reach,
  { kind, product: code, validFrom, validTo, features, ...rest }: LicenseRequest,
): Promise<Outcome<License>> {
  const { maintenance, policy, holder, ...subjectRequest } = rest;
  const product = await findProduct(context.store.db, reach, code);
  if (product === undefined)
    return fail('product_not_found', 'Create a product with this code first.', 'product');
  const subject = parseSubject(context, kind, subjectRequest);
  if (!subject.ok) return subject;
  const given = { validFrom, validTo, features, maintenance, policy, holder };
  const terms = parseNewTerms(withoutGaps(given), product, context.store.now());
  if (!terms.ok) return terms;
  const draft = { kind, product, subject: subject.value, ...terms.value };
  const license = draftLicense(context, draft);
  return findTokenSizeFault(context, license) ?? succeed(license);
}

type Draft = { readonly kind: LicenseRow['kind']; readonly product: ProductRow } & {
  readonly subject: Subject;
} & Pick<License, 'valid_from' | 'valid_to' | 'features' | 'maintenance' | 'policy' | 'holder'>;

/** A license without a document. */
export function draftLicense(
  { store, account }: Context,
  { kind, product, subject, ...terms }: Draft,
): License {
  const now = store.now();
  return {
    account_id: account.id,
    license_id: newLicenseId(),
    kind,
    product: product.code,
    state: 'active',
    state_changed_at: now,
    ...terms,
    ...subject,
    transfers: 0,
    gen: 0,
    version: 1,
    created_at: now,
  };
}

type WithoutGaps<T> = { [Name in keyof T]?: Exclude<T[Name], undefined> };

function withoutGaps<T extends object>(object: T): WithoutGaps<T> {
  const members = Object.entries(object).filter(([, value]) => value !== undefined);
  return Object.fromEntries(members) as WithoutGaps<T>;
}
