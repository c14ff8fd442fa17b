import { formatInstant } from '@licet/core';
import { failure, misuse } from '../program/failure.js';
import type { Io } from '../program/io.js';
import type { Caller } from '../server/caller.js';
import { formatCells, type Members } from './columns.js';
import { formatCsv } from './csv.js';
import { createEarlierTry, type EarlierTry } from './earlier-try.js';
import { openOutputFile } from './output-file.js';
import { formatOfName } from './read-lines.js';
import { findReport, readReport } from './read-report.js';

/** What became of one line: what the server made, or why it did not. */
export interface ReportLine {
  readonly line: number;
  /** The name of its write; absent for a line that nothing could be sent of. */
  readonly write?: string;
  readonly made?: Members;
  readonly code?: string;
  readonly detail?: string;
}

/** Takes what became of each line. */
export interface Report {
  readonly earlier: EarlierTry;
  add(line: ReportLine): Promise<void>;
  close(): Promise<void>;
}

/** What is reported, and where. */
export interface ReportOrder {
  readonly path: string | undefined;
  /** Whether an earlier try is gone on with. */
  readonly resume: boolean;
  readonly caller: Caller;
  /** What is told of what was made. */
  readonly reported: readonly string[];
}

/**
 * Opens a report. One of an earlier try is never written over, as domain keys may stand in it and nowhere else: it is gone on with, or the command ends. What
 * it says last of a line counts. Without a path nothing is written.
 */
export async function openReport(io: Io, order: ReportOrder): Promise<Report> {
  const { path, resume, caller, reported } = order;
  const earlier = createEarlierTry(caller, io.clock());
  if (path === undefined) {
    if (resume) throw misuse('Give the --report of the import that was cut off.', 'report');
    return { earlier, add: () => Promise.resolve(), close: () => Promise.resolve() };
  }
  const format = formatOfName(path);
  if (format === undefined)
    throw misuse('Let the name of the --report end in .csv or .jsonl.', 'report');
  const columns = ['line', ...reported, 'code', 'detail', 'server', 'by', 'at', 'write'];
  const found = await findReport(io, path);
  if (found !== undefined && found.size > 0 && !resume) {
    const advice = 'give --resume to go on with that import, or name another file';
    throw failure('file_exists', `${path} is there already: ${advice}.`);
  }
  if (found !== undefined) {
    earlier.begin(found.modifiedAt);
    for await (const row of readReport(found, { path, format, columns })) {
      refuseOtherServer(path, row, caller.server);
      earlier.learn(row);
    }
    await found.cut();
  }
  const isContinued = found !== undefined && found.length > 0;
  const target = await openOutputFile(io, path, 'a report', { isContinued });
  if (!isContinued && format === 'csv') {
    await target.write(formatCsv(columns)).catch(async (error: unknown) => {
      await target.close();
      throw error;
    });
  }
  return {
    earlier,
    add: async ({ made, ...line }) => {
      // Who resumes twice is not told twice of the same refusal.
      if (earlier.isTold(line)) return;
      const at = formatInstant(io.clock());
      const by = { server: caller.server, by: caller.apiKeyName };
      const row: Members = { ...line, ...pick(made ?? {}, reported), ...by, at };
      await target.write(
        format === 'csv' ? formatCsv(formatCells({}, columns, row)) : `${JSON.stringify(row)}\n`,
      );
    },
    close: () => target.close(),
  };
}

function refuseOtherServer(path: string, row: Members, server: string): void {
  if (row.server === server) return;
  throw failure(
    'other_import',
    `${path} is the report of an import to ${String(row.server)}, not to ${server}: name another.`,
  );
}

function pick(members: Members, names: readonly string[]): Members {
  return Object.fromEntries(Object.entries(members).filter(([name]) => names.includes(name)));
}
