import type { EpochSeconds } from '@licet/core';
import { sql } from 'kysely';
import type { Reach } from './reach.js';
import type { Db, LicenseRow } from './tables.js';

/** How many licenses have a state and a kind, and how many of them have not begun or are over. */
export interface LicenseCount extends Pick<LicenseRow, 'state' | 'kind'> {
  readonly count: number;
  readonly notYetValid: number;
  readonly expired: number;
}

/** How many of something there were on a day, counted from 1970-01-01 (UTC). */
export interface DayCount {
  readonly day: number;
  readonly count: number;
}

/** From an instant, inclusive, to another, exclusive. */
export interface Span {
  readonly from: EpochSeconds;
  readonly to: EpochSeconds;
}

const dayOf = (column: 'valid_to' | 'created_at') => sql<number>`${sql.ref(column)} / 86400`;

/** Reads nothing but an index, in its order. */
export async function countLicenses(
  db: Db,
  { accountId, product }: Reach,
  now: EpochSeconds,
): Promise<LicenseCount[]> {
  let query = db
    .selectFrom('licenses')
    .select(['state', 'kind'])
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .select(({ eb }) => [
      eb.fn
        .sum<number>(eb.case().when('valid_from', '>', now).then(1).else(0).end())
        .as('notYetValid'),
      eb.fn
        .sum<number>(
          eb
            .case()
            .when(
              eb.and([
                eb('valid_to', '<=', now),
                eb.or([eb('valid_from', 'is', null), eb('valid_from', '<=', now)]),
              ]),
            )
            .then(1)
            .else(0)
            .end(),
        )
        .as('expired'),
    ])
    .where('account_id', '=', accountId)
    .groupBy(['product', 'state', 'kind']);
  if (product !== undefined) query = query.where('product', '=', product);
  return query.execute();
}

/** Active licenses that end in a span, by the day. */
export async function countEnds(
  db: Db,
  { accountId, product }: Reach,
  { from, to }: Span,
): Promise<DayCount[]> {
  let query = db
    .selectFrom('licenses')
    .select((eb) => [dayOf('valid_to').as('day'), eb.fn.countAll<number>().as('count')])
    .where('account_id', '=', accountId)
    .where('valid_to', '>=', from)
    .where('valid_to', '<', to)
    .where('state', '=', 'active')
    .groupBy(dayOf('valid_to'))
    .orderBy(dayOf('valid_to'));
  if (product !== undefined) query = query.where('product', '=', product);
  return query.execute();
}

/** Machines and persons that were given something for the first time in a span, by the day. */
export async function countActivations(
  db: Db,
  reach: Reach,
  { from, to }: Span,
): Promise<DayCount[]> {
  let query = db
    .selectFrom('activations')
    .select((eb) => [dayOf('created_at').as('day'), eb.fn.countAll<number>().as('count')])
    .where('account_id', '=', reach.accountId)
    .where('created_at', '>=', from)
    .where('created_at', '<', to)
    .groupBy(dayOf('created_at'))
    .orderBy(dayOf('created_at'));
  if (reach.product !== undefined) query = query.where('license_id', 'in', ownIds(db, reach));
  return query.execute();
}

/** Seats that are taken at an instant. */
export async function countSeatsInUse(db: Db, reach: Reach, now: EpochSeconds): Promise<number> {
  let query = db
    .selectFrom('seats')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('account_id', '=', reach.accountId)
    .where('ends_at', '>', now);
  if (reach.product !== undefined) query = query.where('license_id', 'in', ownIds(db, reach));
  return (await query.executeTakeFirstOrThrow()).count;
}

function ownIds(db: Db, { accountId, product = '' }: Reach) {
  return db
    .selectFrom('licenses')
    .select('license_id')
    .where('account_id', '=', accountId)
    .where('product', '=', product);
}
