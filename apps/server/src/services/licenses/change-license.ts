import type { DomainEntry } from '@licet/core';
import { findNewestDocument, insertDocument } from '../../db/documents.js';
import {
  findLicenseById,
  replaceNames,
  updateLicense,
  type License,
  type LicenseChange,
} from '../../db/licenses.js';
import type { Reach } from '../../db/reach.js';
import type { StatusSlot } from '../../db/status-slots.js';
import type { Db } from '../../db/tables.js';
import { fail, succeed, type Failure, type Outcome } from '../../problems.js';
import type { AuditAction, AuditDetails } from '../audit/actions.js';
import type { Context } from '../context.js';
import type { Commit } from '../write.js';
import { commitSigned, type Issue } from './commit-signed.js';
import { drawSlot } from './draw-slot.js';
import { endDocuments } from './end-documents.js';
import { draftFile, type FileKind } from './file-claims.js';
import { findTokenSizeFault } from './find-size-fault.js';
import type { DocumentOrder } from './sign-document.js';

/** Changes of a license that give it another file. */
export type LicenseAction = Extract<
  AuditAction,
  'license.update' | 'license.renew' | 'license.re-sign' | 'license.transfer' | 'license.rekey'
>;

/** What becomes of a license. */
export interface LicenseEdit {
  /** What the audit log calls it, and says of it. */
  readonly action: LicenseAction;
  readonly details?: AuditDetails;
  readonly change: LicenseChange;
  /** In place of those before. */
  readonly domains?: readonly DomainEntry[];
  /** Those of its documents that say more than is left stop being good; otherwise all stay good until their own end. */
  readonly endsDocuments: boolean;
}

/** A change of one license. */
export interface ChangeOrder {
  /** Reads the license as it is now. */
  readonly find: () => Promise<Outcome<License>>;
  /** Says what becomes of it; `undefined` when it is as it is to be already. */
  readonly decide: (license: License) => Decided | Promise<Decided>;
  /** Looks for what stands against it in the transaction that stores it. */
  readonly guard?: (db: Db) => Promise<Failure | undefined>;
}

type Decided = Outcome<LicenseEdit | undefined>;

/** Finds the license of an id. Codes: `license_not_found`. */
export async function findLicense(db: Db, reach: Reach, id: string): Promise<Outcome<License>> {
  const license = await findLicenseById(db, reach, id);
  return license ? succeed(license) : fail('license_not_found', 'Check the id of the license.');
}

/**
 * Changes a license and signs its new file. A file that gives no less than the one before keeps its status slot; else it takes another, and the
 * slots of the documents that say more are marked. Codes: those of `find` and `decide`, `license_too_large`.
 */
export async function changeLicense(
  context: Context,
  { find, decide, guard }: ChangeOrder,
  commit: Commit<License>,
): Promise<Outcome<License>> {
  return commitSigned<License>(context, commit, async () => {
    const license = await find();
    if (!license.ok) return license;
    const edit = await decide(license.value);
    if (!edit.ok) return edit;
    if (edit.value === undefined) return license;
    const sizeFault = findTokenSizeFault(context, applyEdit(license.value, edit.value));
    if (sizeFault !== undefined) return sizeFault;
    const issue = await planEdit(context, license.value, edit.value);
    return guard === undefined ? issue : guardIssue(issue, guard);
  });
}

function guardIssue(
  issue: Issue<License>,
  guard: (db: Db) => Promise<Failure | undefined>,
): Issue<License> {
  const store: Issue<License>['store'] = async (db, rows, record) =>
    (await guard(db)) ?? issue.store(db, rows, record);
  return { ...issue, store };
}

async function planEdit(
  context: Context,
  before: License,
  edit: LicenseEdit,
): Promise<Issue<License>> {
  const { store, account } = context;
  const last = await findNewestDocument(store.db, account.id, before.license_id);
  const after = applyEdit(before, edit);
  const order = await orderFile(context, after, edit.endsDocuments ? undefined : last);
  const next = order?.license ?? after;
  return {
    orders: order === undefined ? [] : [order],
    store: async (db, [row], record) => {
      if (!(await updateLicense(db, before, { ...edit.change, gen: next.gen }))) return undefined;
      if (edit.domains !== undefined || edit.change.holder !== undefined)
        await replaceNames(db, next);
      if (row !== undefined) await insertDocument(db, row);
      if (edit.endsDocuments)
        await endDocuments(context, db, { before, after, lastFile: last, nextFile: row });
      const details = { ...edit.details, generation: next.gen };
      const { license_id: target, product } = before;
      await record({ action: edit.action, target, product, details });
      return succeed({ ...next, version: before.version + 1 });
    },
  };
}

function applyEdit(license: License, { change, domains = license.domains }: LicenseEdit): License {
  return { ...license, ...change, domains };
}

/** The next file of a license, in the slot that is given or a new one; `undefined` while it has none. */
export async function orderFile(
  context: Context,
  license: License,
  slot: StatusSlot | undefined,
): Promise<(DocumentOrder<FileKind> & { readonly license: License }) | undefined> {
  const file = draftFile(license, context.vault.sealer);
  if (file === undefined) return undefined;
  return {
    ...file,
    license: { ...license, gen: license.gen + 1 },
    slot: slot ?? (await drawSlot(context)),
    issuedAt: context.store.now(),
  };
}
