import { misuse } from '../program/failure.js';
import type { Io } from '../program/io.js';
import { formatCells, type Members } from './columns.js';
import { formatCsv } from './csv.js';
import { openOutputFile } from './output-file.js';
import { formatOfName } from './read-lines.js';

/** What became of one line: what the server made, or why it did not. */
export interface ReportLine {
  readonly line: number;
  readonly made?: Members;
  readonly code?: string;
  readonly detail?: string;
}

/** Takes what became of each line. */
export interface Report {
  add(line: ReportLine): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a report that tells these members of what was made. It replaces the one of an earlier try: the server answers the same again. Without a path
 * nothing is written.
 */
export async function openReport(
  io: Io,
  path: string | undefined,
  reported: readonly string[],
): Promise<Report> {
  if (path === undefined) return { add: () => Promise.resolve(), close: () => Promise.resolve() };
  const format = formatOfName(path);
  if (format === undefined)
    throw misuse('Let the name of the --report end in .csv or .jsonl.', 'report');
  const target = await openOutputFile(io, path, 'a report');
  const columns = ['line', ...reported, 'code', 'detail'];
  if (format === 'csv') {
    await target.write(formatCsv(columns)).catch(async (error: unknown) => {
      await target.close();
      throw error;
    });
  }
  return {
    add: ({ made, ...line }) => {
      const row: Members = { ...line, ...pick(made ?? {}, reported) };
      return target.write(
        format === 'csv' ? formatCsv(formatCells({}, columns, row)) : `${JSON.stringify(row)}\n`,
      );
    },
    close: () => target.close(),
  };
}

function pick(members: Members, names: readonly string[]): Members {
  return Object.fromEntries(Object.entries(members).filter(([name]) => names.includes(name)));
}
