import { normalizeDomainKey } from '@licet/core';
import { isListed, type LicenseFilter } from '../../db/license-lists.js';
import { searchLicenses, type SearchPage, type SearchPosition } from '../../db/license-search.js';
import { findLicenseByKey, type License } from '../../db/licenses.js';
import type { PageRequest } from '../../db/page.js';
import type { Reach } from '../../db/reach.js';
import type { Context } from '../context.js';

/** Where a license that was found by its key stands: before all others. */
const first: SearchPosition = ['', ''];

/** Finds licenses as somebody types: the one whose domain key the text is, then those of which something begins with it. */
export async function findLicenses(
  context: Context,
  reach: Reach,
  search: { readonly text: string; readonly filter: LicenseFilter },
  { limit, after }: PageRequest<SearchPosition>,
): Promise<SearchPage> {
  const { db } = context.store;
  const own = await findByKey(context, reach, search);
  const isFirstPage = after === undefined;
  const from = after?.[0] === '' ? undefined : after;
  if (own === undefined) return searchLicenses(db, reach, search, { limit, after: from });
  const wanted = isFirstPage ? limit - 1 : limit;
  const head = isFirstPage ? [{ license: own, position: first }] : [];
  if (wanted === 0) return { found: head, next: first };
  const page = await searchLicenses(db, reach, search, { limit: wanted, after: from });
  const others = page.found.filter(({ license }) => license.license_id !== own.license_id);
  return { found: [...head, ...others], next: page.next };
}

async function findByKey(
  { store, vault }: Context,
  reach: Reach,
  { text, filter }: { readonly text: string; readonly filter: LicenseFilter },
): Promise<License | undefined> {
  const key = normalizeDomainKey(text);
  if (key === undefined) return undefined;
  const license = await findLicenseByKey(store.db, reach, vault.domainKeyHmac(key));
  if (license === undefined) return undefined;
  return (await isListed(store.db, reach, filter, license.license_id)) ? license : undefined;
}
