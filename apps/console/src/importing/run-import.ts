import type { Problem } from '../api/http.js';
import type { ImportRow } from './read-licenses.js';

/** A line that the server refused. */
export interface Refusal {
  readonly line: number;
  readonly problem: Problem;
}

/** How far an import is. */
export interface Progress {
  readonly done: number;
  readonly refused: readonly Refusal[];
}

/** What an import is made of. */
export interface Import {
  readonly rows: readonly ImportRow[];
  /** Sends one line; resolves with the problem when it is refused. */
  readonly send: (row: ImportRow) => Promise<Problem | undefined>;
  readonly wait: (seconds: number) => Promise<void>;
  readonly onProgress: (progress: Progress) => void;
  readonly signal: AbortSignal;
}

/** Requests under way at once: enough to keep the server busy, few enough to leave it to others. */
const lanes = 4;
const secondsBetweenTries = 2;
const triesOfLine = 30;

/**
 * Sends every line. When the server is away or says that it is too much, it waits and sends the line again. Resolves when all lines are done,
 * or after the signal, when those under way are; what is sent again has no second effect.
 */
export async function runImport({ rows, send, wait, onProgress, signal }: Import): Promise<void> {
  const waiting = rows.values();
  const refused: Refusal[] = [];
  let done = 0;
  const work = async () => {
    for (const row of waiting) {
      const problem = await persist(row);
      if (signal.aborted && isPassing(problem)) return;
      if (problem !== undefined) refused.push({ line: row.line, problem });
      done++;
      onProgress({ done, refused: [...refused].sort((a, b) => a.line - b.line) });
      if (signal.aborted) return;
    }
  };
  const persist = async (row: ImportRow): Promise<Problem | undefined> => {
    let problem = await send(row);
    for (let tries = 1; isPassing(problem) && tries < triesOfLine && !signal.aborted; tries++) {
      await wait(problem?.retryAfter ?? secondsBetweenTries);
      problem = await send(row);
    }
    return problem;
  };
  await Promise.all(Array.from({ length: lanes }, work));
}

/** Whether the same line may well be taken later. */
function isPassing(problem: Problem | undefined): boolean {
  return problem !== undefined && [0, 429, 503].includes(problem.status);
}
