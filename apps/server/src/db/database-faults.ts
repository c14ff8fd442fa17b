/** The code of {@link DatabaseAway}. */
const awayCode = 'database_away';

/** The connection to the database failed, so that no engine gave the failure a code. `cause` is what the system said. */
export class DatabaseAway extends Error {
  override readonly name = 'DatabaseAway';
  readonly code = awayCode;

  constructor(cause: unknown) {
    super(`the database does not answer: ${reasonOf(cause)}`, { cause });
  }
}

/** A host with several addresses fails once for each, and only those failures say why. */
function reasonOf(cause: unknown): string {
  const [first] = cause instanceof AggregateError ? (cause.errors as unknown[]) : [];
  const reason = first ?? cause;
  return reason instanceof Error ? reason.message : String(reason);
}

/**
 * The codes of both engines: names of SQLite, and SQLSTATEs as in appendix A of the manual of PostgreSQL. Nothing else in the server knows
 * one of either.
 */
const codes = {
  /** Damage, no space, no access, no connection, a database that takes none, a shutdown, a time-out: nothing that a request could be blamed for. */
  unavailable: new RegExp(
    `^(?:${awayCode}|SQLITE_(?:BUSY|LOCKED|IOERR|FULL|CANTOPEN|READONLY|NOMEM|CORRUPT|NOTADB|PROTOCOL)(?:_\\w+)?` +
      '|08...|28...|3D000|53...|57014|57P0.|58...|25006|25P0[34]|42501|55000|55P03|XX00[12])$',
  ),
  /** Whoever gave this answer gives no other: a shutdown, an administrator, a connection that failed. */
  lost: new RegExp(`^(?:${awayCode}|08...|57P0.)$`),
  /** Another process has the file of SQLite right now. */
  busy: /^SQLITE_BUSY$/,
  /** Another session has a table or a row, and did not let go of it in time. */
  held: /^55P03$/,
  /** Two transactions stood in each other's way; the one that was ended may begin again. */
  contention: /^(?:40001|40P01)$/,
  /** The same, noticed by an index: somebody inserted the row that this one did not see when it looked. SQLite never comes to that. */
  duplicate: /^23505$/,
} as const;

/**
 * Whether an error means that the database cannot do its work now, rather than that we asked it something wrong. A transaction that was
 * begun again often enough counts: the next one may be luckier.
 */
export function isDatabaseUnavailable(error: unknown): boolean {
  return has(error, codes.unavailable) || has(error, codes.contention);
}

/** Whether somebody else has the database for a moment, so that the same works a little later. */
export function isBusy(error: unknown): boolean {
  return has(error, codes.busy);
}

/** Whether somebody else has a table that was waited for as long as others can wait behind it. */
export function isHeld(error: unknown): boolean {
  return has(error, codes.held);
}

/** Whether a connection is of no more use. */
export function isConnectionLost(error: unknown): error is Error {
  return has(error, codes.lost);
}

/** Whether a transaction was ended for the sake of others, so that it may succeed when it begins again. */
export function isContention(error: unknown): boolean {
  return has(error, codes.contention);
}

/**
 * Whether a row with that key was there already. Work that looks before it inserts can see it when it begins again; for any other this is a
 * fault of ours.
 */
export function isDuplicate(error: unknown): boolean {
  return has(error, codes.duplicate);
}

function has(error: unknown, pattern: RegExp): boolean {
  return error instanceof Error && 'code' in error && pattern.test(String(error.code));
}
