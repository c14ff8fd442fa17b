import { sql } from 'kysely';
import { groupBy } from './batching/group-by.js';
import { createWrite } from './batching/write-together.js';
import { toProlonged } from './seat-proofs.js';
import { claimSeatAlone, type SeatClaim } from './seats.js';
import type { Db, SeatRow } from './tables.js';

/**
 * Takes a seat inside a transaction, or prolongs the one that the holder has; `undefined` when all are taken. Exact however many do so at once:
 * seats are rows with numbers below the cap, and a number can be held once. A seat whose end has come is free without anybody clearing
 * it away.
 */
export const claimSeat = createWrite<SeatClaim, SeatRow | undefined>({
  one: claimSeatAlone,
  many: claimSeatsTogether,
  keyOf: ({ accountId, licenseId, holder }) => JSON.stringify([accountId, licenseId, holder]),
});

/** What one statement can say: who takes the last seat of a license shows only in the next one. */
const mostStatements = 3;

/**
 * Does for many on PostgreSQL what `claimSeatAlone` does for each of them, by one or two statements. No two claims name the same holder of the same
 * license. Whoever meets a locked row, or a transaction that was faster, is left to `claimSeatAlone`.
 */
async function claimSeatsTogether(
  db: Db,
  claims: readonly SeatClaim[],
): Promise<(SeatRow | undefined)[]> {
  const found = new Map<SeatClaim, SeatRow | undefined>();
  for (let statement = 0; statement < mostStatements && found.size < claims.length; statement++) {
    const left = claims.filter((claim) => !found.has(claim));
    const decided = await claimByStatement(db, left);
    if (decided.length === 0) break;
    for (const { claim, seat } of decided) found.set(claim, seat);
  }
  for (const claim of claims) {
    if (!found.has(claim)) found.set(claim, await claimSeatAlone(db, claim));
  }
  return claims.map((claim) => found.get(claim));
}

/** A claim that was decided; without a seat, all are held by others. */
interface Decided {
  readonly claim: SeatClaim;
  readonly seat: SeatRow | undefined;
}

/** A row for each claim that has a seat now, and for each whose license has none left. */
type ClaimRow = SeatRow & { readonly position: number; readonly is_full: boolean };

async function claimByStatement(db: Db, claims: readonly SeatClaim[]): Promise<Decided[]> {
  const groups = groupBy(claims, ({ accountId, now }) => `${accountId} ${String(now)}`);
  const decided: Decided[] = [];
  for (const group of groups.values()) decided.push(...(await claimInOne(db, group)));
  return decided;
}

async function claimInOne(db: Db, claims: readonly SeatClaim[]): Promise<Decided[]> {
  const [first] = claims;
  if (first === undefined) return [];
  const { rows } = await claimStatement(claims, first).execute(db);
  return rows.flatMap(({ position, is_full, ...seat }) => {
    const claim = claims[position - 1];
    return claim === undefined ? [] : [{ claim, seat: is_full ? undefined : seat }];
  });
}

/**
 * In the order of the parts: the holder's own seat is prolonged, or taken again when it had ended; others get ended seats, and then numbers that
 * no row has, from the highest one on. All parts see what was there before the statement. Rows are locked and made in the order of their
 * keys, so that two statements wait for each other in one direction. While seats are held that are not for sale any more, others are left to
 * `claimSeatAlone`, which takes them one after the other.
 *
 * What was locked is written by its place (`ctid`), whatever the database knows of the table: without statistics, which a new table does not have, it
 * would rather read all of it. A row that somebody changed between the beginning of the statement and the lock is at another
 * place; its claim is left to the next statement.
 */
function claimStatement(
  claims: readonly SeatClaim[],
  { accountId, now }: Pick<SeatClaim, 'accountId' | 'now'>,
) {
  const column = <Name extends keyof SeatClaim>(name: Name) => claims.map((claim) => claim[name]);
  const next = toProlonged({
    kind: sql.ref('own.kind'),
    endsAt: sql.ref('own.ends_at'),
    now: sql.val(now),
  });
  return sql<ClaimRow>`
    with claims as materialized (
      select claim.*, (
        select count(*) from (
          select from seats
          where seats.account_id = ${accountId} and seats.license_id = claim.license_id
            and seats.seat >= claim.cap and seats.ends_at > ${now}
          limit 1
        ) as beyond
      ) > 0 as is_beyond_cap from unnest(
        ${column('licenseId')}::text[], ${column('holder')}::text[], ${column('leaseId')}::text[],
        ${column('kind')}::text[], ${column('endsAt')}::bigint[], ${column('cap')}::integer[]
      ) with ordinality as claim (license_id, holder, lease_id, kind, ends_at, cap, position)
    ),
    own as materialized (
      select claim.*, seat.seat, seat.ends_at > ${now} as is_held, seat.row_id
      from (select * from claims order by license_id, holder) as claim cross join lateral (
        select seats.seat, seats.ends_at, seats.ctid as row_id from seats
        where seats.account_id = ${accountId} and seats.license_id = claim.license_id
          and seats.holder = claim.holder
        limit 1
        for update
      ) as seat
    ),
    prolonged as (
      update seats set ends_at = ${next.ends_at}, settled_end = ${next.settled_end},
        token_until = ${next.token_until}, borrowed_until = ${next.borrowed_until}, kind = ${next.kind}
      from own
      where seats.ctid = own.row_id and own.is_held and (own.kind = 'lease' or own.seat < own.cap)
      returning seats.*, own.position
    ),
    resumed as (
      update seats set lease_id = own.lease_id, kind = own.kind, generation = seats.generation + 1,
        taken_at = ${now}, ends_at = own.ends_at, list = null, slot = null,
        token_until = null, borrowed_until = null, settled_end = null
      from own
      where seats.ctid = own.row_id and not own.is_held and own.seat < own.cap
        and not own.is_beyond_cap
      returning seats.*, own.position
    ),
    others as materialized (
      select claims.*, row_number() over (partition by license_id order by position) as turn
      from claims
      where position not in (select position from own) and not is_beyond_cap
    ),
    licenses_wanted as materialized (
      select license_id, min(cap) as cap, count(*) as wanted from others group by license_id
    ),
    ended as materialized (
      select license_id, row_id, row_number() over (partition by license_id order by ends_at, seat) as turn
      from licenses_wanted cross join lateral (
        select seats.seat, seats.ends_at, seats.ctid as row_id from seats
        where seats.account_id = ${accountId} and seats.license_id = licenses_wanted.license_id
          and seats.ends_at <= ${now} and seats.seat < licenses_wanted.cap
          and not exists (
            select from claims
            where claims.license_id = seats.license_id and claims.holder = seats.holder
          )
        order by seats.ends_at, seats.seat
        limit licenses_wanted.wanted
        for update skip locked
      ) as seat
    ),
    retaken as (
      update seats set holder = others.holder, lease_id = others.lease_id, kind = others.kind,
        generation = seats.generation + 1, taken_at = ${now}, ends_at = others.ends_at,
        list = null, slot = null, token_until = null, borrowed_until = null, settled_end = null
      from others join ended using (license_id, turn)
      where seats.ctid = ended.row_id
      returning seats.*, others.position
    ),
    unused as materialized (
      select license_id, cap, first_seat,
        (select count(*) from ended where ended.license_id = licenses_wanted.license_id) as retaken,
        first_seat >= cap and cap <= (
          select count(*) from seats
          where first_seat >= cap and seats.account_id = ${accountId}
            and seats.license_id = licenses_wanted.license_id
            and seats.seat < cap and seats.ends_at > ${now}
        ) as is_full
      from licenses_wanted cross join lateral (
        select coalesce(max(seats.seat) + 1, 0) as first_seat from seats
        where seats.account_id = ${accountId} and seats.license_id = licenses_wanted.license_id
          and seats.seat < licenses_wanted.cap
      ) as seat
    ),
    made as (
      insert into seats (account_id, license_id, seat, lease_id, holder, kind, generation, taken_at, ends_at)
      select ${accountId}, license_id, first_seat + turn - retaken - 1, lease_id, holder, kind, 1, ${now}, ends_at
      from others join unused using (license_id)
      where turn > retaken and first_seat + turn - retaken - 1 < unused.cap
      order by license_id, turn
      on conflict do nothing
      returning *
    )
    select *, false as is_full from prolonged
    union all select *, false from resumed
    union all select *, false from retaken
    union all select made.*, others.position, false from made join others using (license_id, holder)
    union all
    select (null::seats).*, position, true
    from others join unused using (license_id)
    where is_full`;
}
