import type { EpochSeconds } from '@licet/core';
import { sql, type Expression, type RawBuilder } from 'kysely';
import type { SeatRow } from './tables.js';

/** The end of a seat that was given back: it is over by every clock, so that no late sign of life can bring it back. */
export const givenBack = 0;

/**
 * Until when tokens prove a seat; 0 when none does. Where it is not written down, or a version that does not write it moved the end since, they may do
 * so as long as the seat is held.
 */
export const tokenEnd: RawBuilder<EpochSeconds> = sql`case
  when seats.settled_end = seats.ends_at and seats.token_until is not null then seats.token_until
  when seats.kind = 'token' then seats.ends_at
  else 0
end`;

/** Until when documents lend a seat out; 0 when none does. */
export const borrowedEnd: RawBuilder<EpochSeconds> = sql`case
  when seats.settled_end = seats.ends_at and seats.borrowed_until is not null then seats.borrowed_until
  when seats.kind = 'borrowed' then seats.ends_at
  else 0
end`;

/** By what a seat is held at a moment: a token or a borrowed lease whose documents have ended since leaves the lease. */
export function kindOfSeat(seat: SeatRow, now: EpochSeconds): SeatRow['kind'] {
  const isSettled = seat.settled_end === seat.ends_at;
  const counts = (kind: SeatRow['kind'], until: EpochSeconds | null) =>
    now < ((isSettled ? until : null) ?? (seat.kind === kind ? seat.ends_at : 0));
  if (counts('borrowed', seat.borrowed_until)) return 'borrowed';
  return counts('token', seat.token_until) ? 'token' : 'lease';
}

/** How long a seat that is held is to be held at least, and by what. */
interface Prolongation {
  readonly kind: Expression<SeatRow['kind']>;
  readonly endsAt: Expression<EpochSeconds>;
  readonly now: Expression<EpochSeconds>;
}

/** The columns of a seat that is prolonged. Whatever else it is held by goes on besides, and what has ended is forgotten. */
export function toProlonged({ kind, endsAt, now }: Prolongation) {
  const isToken = sql`${kind} = 'token'`;
  const isBorrowed = sql`${kind} = 'borrowed'`;
  return {
    ...holdUntil(laterOf(sql.ref('seats.ends_at'), endsAt)),
    token_until: sql<EpochSeconds | null>`case
      when ${isToken} then ${laterOf(tokenEnd, endsAt)}
      when ${tokenEnd} > ${now} then ${tokenEnd}
    end`,
    borrowed_until: sql<EpochSeconds | null>`case
      when ${isBorrowed} then ${laterOf(borrowedEnd, endsAt)}
      when ${borrowedEnd} > ${now} then ${borrowedEnd}
    end`,
    kind: sql<SeatRow['kind']>`case
      when ${isBorrowed} or ${borrowedEnd} > ${now} then 'borrowed'
      when ${isToken} or ${tokenEnd} > ${now} then 'token'
      else 'lease'
    end`,
  };
}

/** The columns of a seat that is not lent out and whose lease is given back: a token counts on. */
export function toReleased(now: Expression<EpochSeconds>) {
  return {
    ...toProlonged({ kind: sql.lit('lease'), endsAt: sql.lit(givenBack), now }),
    ...holdUntil(laterThan(now, tokenEnd)),
  };
}

/** The columns of a seat whose token is taken back, and with it the lease: documents that lend it out count on. */
export function toRevoked(now: Expression<EpochSeconds>) {
  const { borrowed_until, kind } = toReleased(now);
  return { ...holdUntil(laterThan(now, borrowedEnd)), token_until: null, borrowed_until, kind };
}

/** An end that is to come, or else that of a seat that was given back. */
function laterThan(now: Expression<EpochSeconds>, end: RawBuilder<EpochSeconds>) {
  return sql<EpochSeconds>`case when ${end} > ${now} then ${end} else ${sql.lit(givenBack)} end`;
}

function holdUntil(end: RawBuilder<EpochSeconds>) {
  return { ends_at: end, settled_end: end };
}

function laterOf(
  one: Expression<EpochSeconds>,
  other: Expression<EpochSeconds>,
): RawBuilder<EpochSeconds> {
  return sql`case when ${one} < ${other} then ${other} else ${one} end`;
}
