import { findBurntLicenses } from '../../db/documents.js';
import { listLivingIds } from '../../db/license-lists.js';
import type { License } from '../../db/licenses.js';
import type { Reach } from '../../db/reach.js';
import type { ProblemCode } from '../../problems.js';
import { system } from '../audit/actor.js';
import type { Context } from '../context.js';
import { plainCommit, type Commit } from '../write.js';
import { reSignLicense } from './re-sign-license.js';

/** Few enough that looking at them takes no time to speak of, also where none has to be signed. */
const licensesAtOnce = 500;

/** Keep the signing lanes busy, and are stored together; more would make the requests of servers wait. */
const signaturesAtOnce = 8;

/** What became of the licenses that were looked at. */
export interface ReSigning {
  readonly signed: number;
  /** Those that could not be signed, and why not. */
  readonly failed: readonly { readonly id: string; readonly code: ProblemCode }[];
}

/**
 * Signs the file of every license anew whose present one a stolen key signed. It may be interrupted at any time and repeated, as what is done has
 * another key then, and done beside servers: a license that one of them changes meanwhile is read again. `looked` is told of all that were looked at.
 */
export async function reSignLicenses(
  context: Context,
  reach: Reach,
  looked: (count: number) => void,
): Promise<ReSigning> {
  const { store, account } = context;
  let signed = 0;
  const failed: { id: string; code: ProblemCode }[] = [];
  const plain = plainCommit<License>(context, system);
  // The version of a license decides alone. Should its new key be burnt in that moment too, it is signed with the others that are then.
  const commit: Commit<License> = (work) => plain(work, 'read committed');
  const sign = async (id: string) => {
    const outcome = await reSignLicense(context, reach, id, commit);
    if (!outcome.ok) failed.push({ id, code: outcome.code });
    else if (outcome.value) signed++;
    looked(1);
  };
  for (let after: string | undefined; ;) {
    const ids = await listLivingIds(store.db, reach, { limit: licensesAtOnce, after });
    after = ids.at(-1);
    if (after === undefined) return { signed, failed };
    const burnt = await findBurntLicenses(store.db, account.id, ids);
    looked(ids.length - burnt.length);
    await forEachAtOnce(burnt, signaturesAtOnce, sign);
  }
}

/** Works on so many at once, the next one whenever one is done. */
async function forEachAtOnce<T>(
  values: readonly T[],
  most: number,
  work: (value: T) => Promise<void>,
): Promise<void> {
  const left = values.values();
  const lane = async () => {
    for (const value of left) await work(value);
  };
  await Promise.all(Array.from({ length: most }, lane));
}
