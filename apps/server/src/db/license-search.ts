import { isAmong } from './batching/select-by-keys.js';
import { findInOrder, isWanted, selectIds, type LicenseFilter } from './license-lists.js';
import type { License } from './licenses.js';
import type { PageRequest } from './page.js';
import type { Reach } from './reach.js';
import { foldSearchText } from './search-text.js';
import type { Db } from './tables.js';

/** The text that a license was found by, and its id. */
export type SearchPosition = readonly [term: string, id: string];

/** A license with the text that it was found by. */
export interface FoundLicense {
  readonly license: License;
  readonly position: SearchPosition;
}

/** What a search found, and where the next page begins; `undefined` when there is nothing more. */
export interface SearchPage {
  readonly found: readonly FoundLicense[];
  readonly next: SearchPosition | undefined;
}

/** Every text that begins with another one comes, byte by byte, before that one with this behind it. */
const afterAllTexts = '\u{10ffff}';
const candidatesPerRead = 1000;
const readsPerPage = 5;

/** All ids begin so: what follows is searched for. */
const idPrefix = 'lic_';

/**
 * Finds licenses whose id, or a domain, serial or holder of which, begins with a text, ordered by what was found. Reads ranges of an index and
 * never more than some 5,000 entries for one page: when a filter lets few through, a page may be short and still have a next one.
 */
export async function searchLicenses(
  db: Db,
  reach: Reach,
  { text, filter }: { readonly text: string; readonly filter: LicenseFilter },
  { limit, after }: PageRequest<SearchPosition>,
): Promise<SearchPage> {
  const prefix = foldSearchText(text);
  const read = prefix.startsWith(idPrefix) ? readIds : readTerms;
  const found: FoundLicense[] = [];
  let from = after;
  for (let reads = 0; reads < readsPerPage; reads++) {
    // Nearly always the first entries all pass.
    const wanted = reads === 0 ? limit + 1 : candidatesPerRead;
    const candidates = await read(db, reach.accountId, prefix, { limit: wanted, after: from });
    const passed = await pickWanted(db, reach, filter, candidates, limit + 1 - found.length);
    found.push(...passed);
    if (found.length > limit) return toPage(found.slice(0, limit));
    from = candidates.at(-1);
    if (from === undefined || candidates.length < wanted) return { found, next: undefined };
  }
  return { found, next: from };
}

function toPage(found: readonly FoundLicense[]): SearchPage {
  return { found, next: found.at(-1)?.position };
}

/** A license that several of its texts fit is found by the first of them alone. */
async function readTerms(
  db: Db,
  accountId: string,
  prefix: string,
  { limit, after: [term, id] = [prefix, ''] }: PageRequest<SearchPosition>,
): Promise<SearchPosition[]> {
  const rows = await db
    .selectFrom('license_terms as found')
    .select(['term', 'license_id'])
    .where('account_id', '=', accountId)
    .where('term', '>=', term)
    .where('term', '<', prefix + afterAllTexts)
    .where((eb) => eb.or([eb('term', '>', term), eb('license_id', '>', id)]))
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('license_terms as earlier')
            .select('earlier.term')
            .where('earlier.account_id', '=', accountId)
            .whereRef('earlier.license_id', '=', 'found.license_id')
            .where('earlier.term', '>=', prefix)
            .whereRef('earlier.term', '<', 'found.term'),
        ),
      ),
    )
    .orderBy('term')
    .orderBy('license_id')
    .limit(limit)
    .execute();
  return rows.map((row) => [row.term, row.license_id]);
}

async function readIds(
  db: Db,
  accountId: string,
  prefix: string,
  { limit, after: [, id] = ['', ''] }: PageRequest<SearchPosition>,
): Promise<SearchPosition[]> {
  const rows = await db
    .selectFrom('licenses')
    .select('license_id')
    .where('account_id', '=', accountId)
    .where('license_id', '>=', prefix)
    .where('license_id', '>', id)
    .where('license_id', '<', prefix + afterAllTexts)
    .orderBy('license_id')
    .limit(limit)
    .execute();
  return rows.map(({ license_id }) => [license_id, license_id]);
}

async function pickWanted(
  db: Db,
  reach: Reach,
  filter: LicenseFilter,
  candidates: readonly SearchPosition[],
  most: number,
): Promise<FoundLicense[]> {
  if (candidates.length === 0) return [];
  const ids = candidates.map(([, id]) => id);
  const wanted = await selectIds(db, reach)
    .where(isWanted(reach.accountId, filter))
    .where(isAmong(db, 'license_id', ids))
    .execute();
  const wantedIds = new Set(wanted.map(({ license_id }) => license_id));
  const picked = candidates.filter(([, id]) => wantedIds.has(id)).slice(0, most);
  const licenses = await findInOrder(
    db,
    reach,
    picked.map(([, id]) => id),
  );
  return licenses.flatMap((license, index) => {
    const position = picked[index];
    return position === undefined ? [] : [{ license, position }];
  });
}
