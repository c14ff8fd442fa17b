import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { finished } from 'node:stream/promises';
import { explainFileError } from '../input/files.js';
import { misuse } from '../program/failure.js';
import type { Io } from '../program/io.js';
import { formatCsv } from './csv.js';
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
  // Domain keys are in it.
  const stream = createWriteStream(resolve(io.cwd, path), { mode: 0o600 });
  try {
    await once(stream, 'open');
  } catch (error) {
    throw explainFileError(error, path, 'a report');
  }
  const write = async (text: string): Promise<void> => {
    if (!stream.write(text)) await once(stream, 'drain');
  };
  if (format === 'csv') await write(formatCsv(columns));
  return {
    add: (line) =>
      write(
        format === 'csv'
          ? formatCsv(columns.map((name) => String(line[name] ?? '')))
          : `${JSON.stringify(line)}\n`,
      ),
    close: async () => {
      stream.end();
      await finished(stream);
    },
  };
}
