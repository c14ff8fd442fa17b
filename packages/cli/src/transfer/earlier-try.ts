import { parseInstant, type EpochSeconds } from '@licet/core';
import type { Caller } from '../server/caller.js';
import type { Members } from './columns.js';

/** A line of an import by its number, and by the name of its write where it has one. */
export interface NamedLine {
  readonly line: number;
  readonly write?: string;
}

/** What is known of an import from the report of an earlier try. */
export interface EarlierTry {
  /** There is a report, last written then. */
  begin(modifiedAt: EpochSeconds): void;
  /** Takes a row of the report. */
  learn(row: Members): void;
  /** Whether a line is made already, or may be: then it must not be sent. */
  lookUp(line: Required<NamedLine>): 'made' | 'unsure' | undefined;
  /** Whether the report says just that of a line. */
  isTold(line: NamedLine & { readonly code?: string; readonly detail?: string }): boolean;
}

/** The server remembers a write for 24 hours. An hour less leaves room for clocks that differ, and for what was long under way. */
const secondsRemembered = 23 * 3600;
/** As many lines as an import can have under way (`--concurrency`). */
export const mostUnderWay = 32;

/** Why a line is not sent that the server may have made without anybody hearing of it. */
export const unsure = {
  code: 'unsure',
  detail:
    'It may have been under way when the import was cut off, and the server remembers no longer: see whether it is there. If not, import it by itself.',
} as const;

/**
 * Knows nothing until it learns. The server may have made a few lines that the report does not tell of. Sent again they are made once, as long as the
 * server remembers what this API key sent first; later the first that are missing may be such, as lines are taken in their order.
 */
export function createEarlierTry({ apiKeyName }: Caller, now: EpochSeconds): EarlierTry {
  const told = new Map<string, string>();
  const refused = new Set<number>();
  let wasUnderWay = 0;
  const suspect = (isForgotten: boolean): void => {
    if (isForgotten) wasUnderWay = mostUnderWay;
  };
  return {
    begin: (modifiedAt) => suspect(now - modifiedAt > secondsRemembered),
    learn: (row) => {
      const line = Number(row.line);
      const name = typeof row.write === 'string' ? { line, write: row.write } : { line };
      const verdict = verdictOf(row);
      told.set(nameOf(name), verdict);
      if (verdict === made) refused.delete(line);
      else refused.add(line);
      const at = parseInstant(String(row.at)) ?? 0;
      suspect(now - at > secondsRemembered || row.by !== apiKeyName);
    },
    lookUp: ({ line, write }) => {
      const verdict = told.get(write);
      if (verdict === made) return 'made';
      if (verdict !== undefined) return verdict.startsWith(unsure.code) ? 'unsure' : undefined;
      // One that was refused, and is corrected since, was not under way.
      if (wasUnderWay === 0 || refused.has(line)) return undefined;
      wasUnderWay -= 1;
      return 'unsure';
    },
    isTold: (line) => told.get(nameOf(line)) === verdictOf({ ...line }),
  };
}

const made = '';

function nameOf({ line, write }: NamedLine): string {
  return write ?? `line ${line}`;
}

/** Nothing for a line that was made, or why it was refused. */
function verdictOf({ code, detail }: Members): string {
  return typeof code === 'string' ? `${code} ${String(detail)}` : made;
}
