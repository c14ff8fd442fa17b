import type { Outcome } from '../program/command.js';
import type { CommandIo } from '../program/io.js';
import { serverOptions } from '../server/open-server.js';
import { createProgress, type Progress } from '../terminal/progress.js';
import { formatCells, type Members } from './columns.js';
import { formatCsv } from './csv.js';
import { chooseFormat, formatOption, type TransferFormat } from './read-lines.js';
import type { Subject } from './subject.js';
import { openWholeFile, type WholeTarget } from './whole-file.js';

/** Options of every command that exports. */
export const exportOptions = {
  out: { type: 'text', value: 'FILE', text: 'file to write; printed when left out' },
  format: formatOption,
  ...serverOptions,
} as const;

type ExportValues = Readonly<Record<'out' | 'format', string | undefined>>;

interface Export {
  readonly subject: Subject;
  readonly records: AsyncIterable<Members>;
}

/** Writes records where the options say; a file is whole or what it was. Throws a `CommandFailure`. */
export async function exportRecords(
  io: CommandIo,
  { out, ...options }: ExportValues,
  { subject, records }: Export,
): Promise<Outcome> {
  const format = chooseFormat(options.format, out);
  const target = await openTarget(io, out);
  const progress = createProgress(io.stderr, io.isJson || out === undefined);
  let count: number;
  try {
    count = await writeAll(target, { subject, records }, { format, progress });
  } catch (error) {
    await target.abandon();
    throw error;
  }
  await target.close();
  const note = out === undefined ? '' : `wrote ${count} ${subject.plural} to ${out}\n`;
  return { data: { count, file: out, format }, text: note };
}

async function writeAll(
  target: WholeTarget,
  { subject, records }: Export,
  { format, progress }: { readonly format: TransferFormat; readonly progress: Progress },
): Promise<number> {
  const { columns, exported, toRow, plural } = subject;
  let count = 0;
  if (format === 'csv') await target.write(formatCsv(exported));
  for await (const record of records) {
    await target.write(
      format === 'csv'
        ? formatCsv(formatCells(columns, exported, toRow(record)))
        : `${JSON.stringify(record)}\n`,
    );
    count += 1;
    progress.update(count, undefined, plural);
  }
  progress.end();
  return count;
}

/** Standard output belongs to the one JSON document when a machine reads it. */
async function openTarget(io: CommandIo, out: string | undefined): Promise<WholeTarget> {
  if (out !== undefined) return openWholeFile(io, out, 'an export');
  return {
    write: (text) => (io.isJson ? Promise.resolve() : print(io, text)),
    close: () => Promise.resolve(),
    abandon: () => Promise.resolve(),
  };
}

async function print({ stdout }: CommandIo, text: string): Promise<void> {
  if (!stdout.write(text)) await new Promise<void>((go) => stdout.once('drain', () => go()));
}
