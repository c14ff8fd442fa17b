import type { Outcome } from '../program/command.js';
import { CommandFailure, isCommandFailure, misuse } from '../program/failure.js';
import type { CommandIo } from '../program/io.js';
import { toCaller } from '../server/caller.js';
import { readPages, type AskPage } from '../server/collect-pages.js';
import { serverOptions, type ServerValues } from '../server/open-server.js';
import { createProgress, type Progress } from '../terminal/progress.js';
import { formatCells, type Members } from './columns.js';
import { formatCsv } from './csv.js';
import { openExportPart, type ExportTerms, type PageTarget } from './export-part.js';
import { openOutputFile } from './output-file.js';
import { chooseFormat, formatOption, type TransferFormat } from './read-lines.js';
import type { Subject } from './subject.js';
import { findPlace } from './find-place.js';

/** Options of every command that exports. */
export const exportOptions = {
  out: { type: 'text', value: 'FILE', text: 'file to write; printed when left out' },
  resume: {
    type: 'flag',
    text: 'go on where an export to the same file was cut off; begin where there is none',
  },
  format: formatOption,
  ...serverOptions,
} as const;

type ExportValues = ServerValues &
  Readonly<Record<'out' | 'format', string | undefined>> & { readonly resume: boolean };

interface Export {
  readonly subject: Subject;
  /** What the list is filtered by, by the names of the options. */
  readonly filters: Readonly<Record<string, string | undefined>>;
  readonly ask: AskPage<Members>;
  /** How many there will be, where that can be known. Asked only for somebody who waits. */
  readonly countAll?: () => Promise<number | undefined>;
}

/** Writes records where the options say; a file is whole or what it was, and can be resumed. Throws a `CommandFailure`. */
export async function exportRecords(
  io: CommandIo,
  options: ExportValues,
  order: Export,
): Promise<Outcome> {
  const { out } = options;
  const { plural } = order.subject;
  const format = chooseFormat(options.format, out);
  const target = await openTarget(io, options, toTerms(options, order, format));
  // Who has the lines run over the screen needs no bar among them.
  const isQuiet = io.isJson || (out === undefined && io.stdout.isTTY === true);
  const progress = createProgress(io.stderr, isQuiet);
  let count: number;
  try {
    count = await writeAll(target, order, { format, progress });
    await target.finish();
  } catch (error) {
    throw tellHowToGoOn(error, await target.leave());
  } finally {
    progress.end();
  }
  const note = out === undefined ? '' : `wrote ${count} ${plural} to ${out}\n`;
  return { data: { count, file: out, format }, text: note };
}

async function writeAll(
  target: PageTarget,
  { subject, ask, countAll }: Export,
  { format, progress }: { readonly format: TransferFormat; readonly progress: Progress },
): Promise<number> {
  let { count } = target.start;
  const { cursor } = target.start;
  // Behind the last page nothing is left but to give the file its name.
  if (cursor === null) return count;
  let total: number | undefined;
  if (progress.isShown) {
    void countAll?.().then((all) => {
      total = all;
    });
  }
  let head = cursor === undefined && format === 'csv' ? formatCsv(subject.exported) : '';
  for await (const { items, nextCursor } of readPages(ask, cursor)) {
    count += items.length;
    const lines = items.map((record) => formatRecord(subject, format, record));
    await target.writePage(head + lines.join(''), { count, cursor: nextCursor });
    head = '';
    progress.update(count, total, `${count} ${subject.plural}`);
  }
  return count;
}

function formatRecord(
  { columns, exported, toRow }: Subject,
  format: TransferFormat,
  record: Members,
): string {
  return format === 'csv'
    ? formatCsv(formatCells(columns, exported, toRow(record)))
    : `${JSON.stringify(record)}\n`;
}

/** Another API key may reach other records. */
function toTerms(
  options: ExportValues,
  { subject, filters }: Export,
  format: TransferFormat,
): ExportTerms {
  const { server, apiKeyName } = toCaller(options);
  const given = Object.entries(filters).map(([name, value]) => [`--${name}`, value ?? null]);
  return {
    command: subject.plural,
    '--format': format,
    '--server': server,
    'API key': apiKeyName,
    ...(Object.fromEntries(given) as Record<string, string | null>),
  };
}

async function openTarget(
  io: CommandIo,
  { out, resume }: ExportValues,
  terms: ExportTerms,
): Promise<PageTarget> {
  const place = out === undefined ? undefined : await findPlace(io, out, 'an export');
  if (out !== undefined && place !== undefined)
    return openExportPart(io, { path: out, place, terms, resume });
  if (resume) throw misuse('What is to be resumed? Give --out with the name of a file.', 'resume');
  return out === undefined ? toStandardOutput(io) : toDevice(io, out);
}

/** What is no plain file, such as a pipe, is written at once. */
async function toDevice(io: CommandIo, out: string): Promise<PageTarget> {
  const file = await openOutputFile(io, out, 'an export');
  return {
    start: { count: 0 },
    writePage: (text) => file.write(text),
    finish: () => file.close(),
    leave: async () => {
      await file.close().catch(() => undefined);
      return undefined;
    },
  };
}

/** Standard output belongs to the one JSON document when a machine reads it. */
function toStandardOutput(io: CommandIo): PageTarget {
  return {
    start: { count: 0 },
    writePage: (text) => (io.isJson ? Promise.resolve() : print(io, text)),
    finish: () => Promise.resolve(),
    leave: () => Promise.resolve(undefined),
  };
}

async function print({ stdout }: CommandIo, text: string): Promise<void> {
  if (!stdout.write(text)) await new Promise<void>((go) => stdout.once('drain', () => go()));
}

function tellHowToGoOn(error: unknown, part: string | undefined): unknown {
  if (part === undefined || !isCommandFailure(error)) return error;
  const message = `${error.terms.message} What was written is in ${part}: run the same command with --resume to go on.`;
  return new CommandFailure({ ...error.terms, message });
}
