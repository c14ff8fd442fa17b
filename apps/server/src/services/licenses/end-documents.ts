import { listActivationCodes } from '../../db/activation-lists.js';
import type { License } from '../../db/licenses.js';
import { endDocument, setSlotStatus, type StatusSlot } from '../../db/status-slots.js';
import type { Db } from '../../db/tables.js';
import type { Context } from '../context.js';
import { losesTerms } from './is-downgrade.js';

/** What becomes of a license, and where its files are: a token license has none. */
export interface Replacement {
  readonly before: License;
  readonly after: License;
  readonly lastFile: StatusSlot | undefined;
  readonly nextFile: StatusSlot | undefined;
}

/**
 * Ends the documents that say more than a license gives from now on. When its terms became less, these are all it ever had: file, activation
 * codes, token licenses and borrowed seats say them alike. Another key or place, or fewer seats, only the file and the codes say.
 */
export async function endDocuments(
  { store, account }: Context,
  db: Db,
  { before, after, lastFile, nextFile }: Replacement,
): Promise<void> {
  const { license_id: licenseId } = before;
  if (losesTerms(after, before)) {
    const choice = { licenseId, except: nextFile };
    return setSlotStatus(db, account.id, choice, 'revoked', store.now());
  }
  const codes = await listActivationCodes(db, account.id, licenseId);
  for (const document of [...(lastFile === undefined ? [] : [lastFile]), ...codes]) {
    await endDocument(db, account.id, document, store.now());
  }
}
