import {
  findSigningKey,
  holdSigningKeysAlone,
  insertSigningKeys,
  markBurnt,
} from '../../db/signing-keys.js';
import { outdateStatusLists } from '../../db/status-lists.js';
import type { Db, SigningKeyRow } from '../../db/tables.js';
import { fail, succeed, type Outcome } from '../../problems.js';
import type { Context } from '../context.js';
import type { Commit } from '../write.js';
import { toPublishedKey, type PublishedKey } from './published-key.js';
import { makeLeaf } from './rotate-leaf.js';

/**
 * Declares a leaf stolen: from now on it counts nowhere, and guards hear of it by the root's list of stolen keys. A leaf that signed until
 * now is replaced by a new one at once; what it signed has to be signed anew. Codes: `signing_key_not_found`, `root_key_in_use`.
 */
export async function burnKey(
  context: Context,
  kid: string,
  commit: Commit<PublishedKey>,
): Promise<Outcome<PublishedKey>> {
  const { store, account } = context;
  for (;;) {
    const key = await findSigningKey(store.db, account.id, kid);
    const fault = findFault(key);
    if (fault !== undefined) return fault;
    const successor = await makeSuccessor(context, key);
    const outcome = await commit(async (db, record) => {
      await holdSigningKeysAlone(db);
      const now = await findSigningKey(db, account.id, kid);
      // It was replaced meanwhile, or began to sign.
      if (now?.status !== key?.status) return undefined;
      if (now === undefined) return notFound;
      if (now.status !== 'burnt') await record(toEntry(now, successor));
      return burn(db, now, successor, context);
    });
    if (outcome !== undefined) return outcome;
  }
}

async function makeSuccessor(
  context: Context,
  key: SigningKeyRow | undefined,
): Promise<SigningKeyRow | undefined> {
  return key?.status === 'active' && key.use !== 'root' ? makeLeaf(context, key.use) : undefined;
}

async function burn(
  db: Db,
  key: SigningKeyRow,
  successor: SigningKeyRow | undefined,
  { store, account }: Context,
): Promise<Outcome<PublishedKey>> {
  await markBurnt(db, account.id, key.kid, key.retired_at ?? store.now());
  if (successor !== undefined) await insertSigningKeys(db, [successor]);
  if (key.use === 'status') await outdateStatusLists(db, account.id);
  return succeed(toPublishedKey({ ...key, status: 'burnt' }));
}

function toEntry({ kid, use }: SigningKeyRow, successor: SigningKeyRow | undefined) {
  const details = { use, ...(successor !== undefined && { nextKid: successor.kid }) };
  return { action: 'signing-key.burn', target: kid, details } as const;
}

function findFault(key: SigningKeyRow | undefined): Outcome<never> | undefined {
  if (key === undefined) return notFound;
  return key.use === 'root'
    ? fail('root_key_in_use', 'A root cannot burn itself: begin anew with another, and pin that.')
    : undefined;
}

const notFound = fail('signing_key_not_found', 'Check the kid of the key.');
