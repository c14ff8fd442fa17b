import type { EpochSeconds } from '@licet/core';
import type { ExpressionBuilder } from 'kysely';
import { isAmong } from './batching/select-by-keys.js';
import { addDomains, selectLicenses, type License } from './licenses.js';
import type { PageRequest } from './page.js';
import type { Reach } from './reach.js';
import type { Db, LicenseRow, Tables } from './tables.js';

/** How a license stands at an instant: its state, and for an active one its dates. */
export const standings = ['valid', 'not-yet-valid', 'expired', 'suspended', 'revoked'] as const;

/** One of {@link standings}. */
export type LicenseStanding = (typeof standings)[number];

/** Which licenses a list holds; what is left out does not matter. */
export interface LicenseFilter {
  readonly product?: string | undefined;
  readonly kind?: LicenseRow['kind'] | undefined;
  readonly state?: LicenseRow['state'] | undefined;
  readonly standing?: { readonly is: LicenseStanding; readonly now: EpochSeconds } | undefined;
  /** The canonical name of an entry, whatever its scope. */
  readonly domain?: string | undefined;
  readonly serial?: string | undefined;
  readonly holder?: string | undefined;
  /** Exclusive. */
  readonly expiresBefore?: EpochSeconds | undefined;
  /** Inclusive. */
  readonly expiresAfter?: EpochSeconds | undefined;
}

/** `validTo` leaves out permanent licenses, which have no end to be ordered by. */
export const licenseOrders = ['created', '-created', 'validTo'] as const;

/** One of {@link licenseOrders}. */
export type LicenseOrder = (typeof licenseOrders)[number];

/** The instant that a list is ordered by, and the id that decides between equal ones. */
export type LicensePosition = readonly [instant: EpochSeconds, id: string];

/** Lists licenses. The ids are found in an index that holds all that is filtered by, so that even a filter that few pass reads few rows. */
export async function listLicenses(
  db: Db,
  reach: Reach,
  filter: LicenseFilter,
  { order, limit, after }: PageRequest<LicensePosition> & { readonly order: LicenseOrder },
): Promise<License[]> {
  const column = order === 'validTo' ? 'valid_to' : 'created_at';
  const [direction, behind] =
    order === '-created' ? (['desc', '<'] as const) : (['asc', '>'] as const);
  let query = selectIds(db, reach)
    .where(isWanted(reach.accountId, filter))
    .orderBy(column, direction)
    .orderBy('license_id', direction)
    .limit(limit);
  if (order === 'validTo') query = query.where('valid_to', 'is not', null);
  if (after !== undefined) {
    const [instant, id] = after;
    query = query.where((eb) =>
      // The first condition follows from the second: it is where the index is entered.
      eb.and([
        eb(column, direction === 'desc' ? '<=' : '>=', instant),
        eb.or([eb(column, behind, instant), eb('license_id', behind, id)]),
      ]),
    );
  }
  const ids = (await query.execute()).map(({ license_id }) => license_id);
  return findInOrder(db, reach, ids);
}

/** Whether a list of a filter holds a license. */
export async function isListed(
  db: Db,
  reach: Reach,
  filter: LicenseFilter,
  licenseId: string,
): Promise<boolean> {
  const found = await selectIds(db, reach)
    .where(isWanted(reach.accountId, filter))
    .where('license_id', '=', licenseId)
    .executeTakeFirst();
  return found !== undefined;
}

/** The ids behind one, in their order, of licenses that may have a document of their own: all but those that were revoked. */
export async function listLivingIds(
  db: Db,
  reach: Reach,
  { limit, after }: PageRequest<string>,
): Promise<string[]> {
  let query = selectIds(db, reach)
    .where('state', '!=', 'revoked')
    .orderBy('license_id')
    .limit(limit);
  if (after !== undefined) query = query.where('license_id', '>', after);
  return (await query.execute()).map(({ license_id }) => license_id);
}

/** How many {@link listLivingIds} walks through. */
export async function countLiving(db: Db, reach: Reach): Promise<number> {
  const { count } = await selectWithin(db, reach)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('state', '!=', 'revoked')
    .executeTakeFirstOrThrow();
  return count;
}

/** The licenses of the ids, in the order of the ids. */
export async function findInOrder(
  db: Db,
  reach: Reach,
  ids: readonly string[],
): Promise<License[]> {
  if (ids.length === 0) return [];
  const rows = await selectLicenses(db, reach)
    .where(isAmong(db, 'license_id', ids))
    .execute();
  const places = new Map(ids.map((id, place) => [id, place]));
  const placeOf = ({ license_id }: LicenseRow) => places.get(license_id) ?? 0;
  return addDomains(
    db,
    rows.sort((a, b) => placeOf(a) - placeOf(b)),
  );
}

/** The ids of licenses within reach. */
export function selectIds(db: Db, reach: Reach) {
  return selectWithin(db, reach).select('license_id');
}

function selectWithin(db: Db, { accountId, product }: Reach) {
  const query = db.selectFrom('licenses').where('account_id', '=', accountId);
  return product === undefined ? query : query.where('product', '=', product);
}

type Builder = ExpressionBuilder<Tables, 'licenses'>;

/** A filter as a condition. */
export function isWanted(accountId: string, filter: LicenseFilter) {
  const { product, kind, state, standing, domain, serial, holder } = filter;
  const { expiresBefore, expiresAfter } = filter;
  return (eb: Builder) =>
    eb.and([
      ...(product === undefined ? [] : [eb('product', '=', product)]),
      ...(kind === undefined ? [] : [eb('kind', '=', kind)]),
      ...(state === undefined ? [] : [eb('state', '=', state)]),
      ...(standing === undefined ? [] : [standsAs(eb, standing.is, standing.now)]),
      ...(domain === undefined ? [] : [isForDomain(eb, accountId, domain)]),
      ...(serial === undefined ? [] : [eb('serial', '=', serial)]),
      ...(holder === undefined ? [] : [eb('holder', '=', holder)]),
      ...(expiresBefore === undefined ? [] : [eb('valid_to', '<', expiresBefore)]),
      ...(expiresAfter === undefined ? [] : [eb('valid_to', '>=', expiresAfter)]),
    ]);
}

function isForDomain(eb: Builder, accountId: string, domain: string) {
  const named = eb
    .selectFrom('license_domains')
    .select('license_domains.license_id')
    .where('license_domains.account_id', '=', accountId)
    .where('license_domains.name', '=', domain);
  return eb('license_id', 'in', named);
}

function standsAs(eb: Builder, standing: LicenseStanding, now: EpochSeconds) {
  const isActive = eb('state', '=', 'active');
  const hasBegun = eb.or([eb('valid_from', 'is', null), eb('valid_from', '<=', now)]);
  switch (standing) {
    case 'suspended':
    case 'revoked':
      return eb('state', '=', standing);
    case 'not-yet-valid':
      return eb.and([isActive, eb('valid_from', '>', now)]);
    case 'expired':
      return eb.and([isActive, hasBegun, eb('valid_to', '<=', now)]);
    case 'valid':
      return eb.and([
        isActive,
        hasBegun,
        eb.or([eb('valid_to', 'is', null), eb('valid_to', '>', now)]),
      ]);
  }
}
