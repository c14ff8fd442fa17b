import { misuse } from '../program/failure.js';
import type { Io } from '../program/io.js';
import { formatCsv } from './csv.js';
import { openOutputFile } from './output-file.js';
import { formatOfName } from './read-lines.js';

/** What became of one line: a license, or a reason. */
export interface ReportLine {
  readonly line: number;
  readonly id?: string;
  readonly key?: string;
  readonly serial?: string;
  readonly code?: string;
  readonly detail?: string;
}

/** Takes what became of each line. */
export interface Report {
  add(line: ReportLine): Promise<void>;
  close(): Promise<void>;
}

const columns = ['line', 'id', 'key', 'serial', 'code', 'detail'] as const;

/** Opens a report, which replaces the one of an earlier try: the server answers the same again. Without a path nothing is written. */
export async function openReport(io: Io, path: string | undefined): Promise<Report> {
  if (path === undefined) return { add: () => Promise.resolve(), close: () => Promise.resolve() };
  const format = formatOfName(path);
  if (format === undefined)
    throw misuse('Let the name of the --report end in .csv or .jsonl.', 'report');
  const target = await openOutputFile(io, path, 'a report');
  if (format === 'csv') {
    await target.write(formatCsv(columns)).catch(async (error: unknown) => {
      await target.close();
      throw error;
    });
  }
  return {
    add: (line) =>
      target.write(
        format === 'csv'
          ? formatCsv(columns.map((name) => String(line[name] ?? '')))
          : `${JSON.stringify(line)}\n`,
      ),
    close: () => target.close(),
  };
}
