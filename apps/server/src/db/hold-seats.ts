import { sql } from 'kysely';
import { createWrite } from './batching/write-together.js';
import { borrowedEnd, givenBack, toProlonged, toReleased } from './seat-proofs.js';
import {
  prolongLeaseAlone,
  releaseLeaseAlone,
  type LeaseChange,
  type LeaseRelease,
} from './leases.js';
import type { Db, SeatRow } from './tables.js';

const keyOf = ({ accountId, leaseId, generation }: LeaseRelease) =>
  JSON.stringify([accountId, leaseId, generation]);

/** Prolongs a lease that is still held; `undefined` when it ended or is somebody else's by now. */
export const prolongLease = createWrite<LeaseChange, SeatRow | undefined>({
  one: prolongLeaseAlone,
  many: prolongLeasesTogether,
  keyOf,
});

/** Gives a seat back before its end; false when there is none to give back, or it is lent out. One that a token has too is kept until the end of that. */
export const releaseLease = createWrite<LeaseRelease, boolean>({
  one: releaseLeaseAlone,
  many: releaseLeasesTogether,
  keyOf,
});

/**
 * For PostgreSQL. Rows are locked in the order of their names, so that two statements wait for each other in one direction, and written by their
 * place, as in `claimSeat`. What was not found there was lost, or just written by somebody else, which one statement more can tell.
 */
async function prolongLeasesTogether(
  db: Db,
  changes: readonly LeaseChange[],
): Promise<(SeatRow | undefined)[]> {
  const column = <Name extends keyof LeaseChange>(name: Name) =>
    changes.map((change) => change[name]);
  const next = toProlonged({
    kind: sql.lit('lease'),
    endsAt: sql.ref('held.ends_at'),
    now: sql.ref('held.present'),
  });
  const { rows } = await sql<SeatRow & { readonly position: number }>`
    with held as materialized (
      select change.ends_at, change.present, change.position, seat.row_id from (
        select * from unnest(
          ${column('accountId')}::text[], ${column('leaseId')}::text[], ${column('generation')}::bigint[],
          ${column('endsAt')}::bigint[], ${column('now')}::bigint[]
        ) with ordinality as change (account_id, lease_id, generation, ends_at, present, position)
        order by account_id, lease_id
      ) as change cross join lateral (
        select seats.ctid as row_id from seats
        where seats.account_id = change.account_id and seats.lease_id = change.lease_id
          and seats.generation = change.generation and seats.ends_at > change.present
        limit 1
        for update
      ) as seat
    )
    update seats set ends_at = ${next.ends_at}, settled_end = ${next.settled_end},
      token_until = ${next.token_until}, borrowed_until = ${next.borrowed_until}, kind = ${next.kind}
    from held
    where seats.ctid = held.row_id
    returning seats.*, held.position`.execute(db);
  const found = new Map(rows.map(({ position, ...seat }) => [changes[position - 1], seat]));
  return inOrder(changes, (change) => found.get(change) ?? prolongLeaseAlone(db, change));
}

/** For PostgreSQL, with the same locks. */
async function releaseLeasesTogether(
  db: Db,
  releases: readonly LeaseRelease[],
): Promise<boolean[]> {
  const column = <Name extends keyof LeaseRelease>(name: Name) =>
    releases.map((release) => release[name]);
  const next = toReleased(sql.ref('held.present'));
  const { rows } = await sql<{ readonly position: number }>`
    with held as materialized (
      select release.present, release.position, seat.row_id from (
        select * from unnest(
          ${column('accountId')}::text[], ${column('leaseId')}::text[], ${column('generation')}::bigint[],
          ${column('now')}::bigint[]
        ) with ordinality as release (account_id, lease_id, generation, present, position)
        order by account_id, lease_id
      ) as release cross join lateral (
        select seats.ctid as row_id from seats
        where seats.account_id = release.account_id and seats.lease_id = release.lease_id
          and seats.generation = release.generation and seats.ends_at > ${givenBack}
          and ${borrowedEnd} <= release.present
        limit 1
        for update
      ) as seat
    )
    update seats set ends_at = ${next.ends_at}, settled_end = ${next.settled_end},
      token_until = ${next.token_until}, borrowed_until = ${next.borrowed_until}, kind = ${next.kind}
    from held
    where seats.ctid = held.row_id
    returning held.position`.execute(db);
  const done = new Set(rows.map(({ position }) => releases[position - 1]));
  return inOrder(releases, (release) => done.has(release) || releaseLeaseAlone(db, release));
}

/** One after the other. */
async function inOrder<Value, Result>(
  values: readonly Value[],
  resultOf: (value: Value) => Result | Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const value of values) results.push(await resultOf(value));
  return results;
}
