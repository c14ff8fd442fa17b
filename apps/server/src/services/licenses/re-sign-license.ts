import { findNewestDocument, type FoundDocument } from '../../db/documents.js';
import type { License } from '../../db/licenses.js';
import type { Reach } from '../../db/reach.js';
import type { LicenseRow } from '../../db/tables.js';
import { fail, succeed, type Failure, type Outcome } from '../../problems.js';
import type { Context } from '../context.js';
import type { Commit } from '../write.js';
import { changeLicense, findLicense, type LicenseEdit } from './change-license.js';
import { revokedForGood } from './license-state.js';

const secondsUntilSignedAnew = 60;

/**
 * Gives a license whose file a stolen key signed the same file under the key that signs now, in the slot that it has. Any other license is left as
 * it is, and so is one that was revoked: false then. Codes: `license_not_found`, `license_too_large`.
 */
export async function reSignLicense(
  context: Context,
  reach: Reach,
  id: string,
  commit: Commit<License>,
): Promise<Outcome<boolean>> {
  const { store } = context;
  let edit: LicenseEdit | undefined;
  const find = () => findLicense(store.db, reach, id);
  const decide = async (license: License) =>
    succeed((edit = await decideSignature(context, license)));
  const outcome = await changeLicense(context, { find, decide }, commit);
  return outcome.ok ? succeed(edit !== undefined) : outcome;
}

async function decideSignature(
  { store, account }: Context,
  { license_id, state }: License,
): Promise<LicenseEdit | undefined> {
  if (state === 'revoked') return undefined;
  const document = await findNewestDocument(store.db, account.id, license_id);
  if (document?.key_status !== 'burnt') return undefined;
  const details = { previousKid: document.kid };
  return { action: 'license.re-sign', details, change: {}, endsDocuments: false };
}

/** Why a file is not handed out: guards refuse it, as its key was stolen. Codes: `license_revoked`, `license_file_burnt`. */
export function findSignatureFault(
  { key_status }: FoundDocument,
  { state }: LicenseRow,
): Failure | undefined {
  if (key_status !== 'burnt') return undefined;
  return state === 'revoked' ? revokedForGood : burnt;
}

const burnt: Failure = {
  ...fail(
    'license_file_burnt',
    'Fetch it again when the vendor has signed it anew, by the command re-sign.',
  ),
  retryAfterSeconds: secondsUntilSignedAnew,
};
