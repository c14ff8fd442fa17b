import { readInteger } from '../input/numbers.js';
import type { Outcome } from '../program/command.js';
import type { CommandIo } from '../program/io.js';
import { toCaller } from '../server/caller.js';
import { openServer, serverOptions, type ServerValues } from '../server/open-server.js';
import { printable } from '../terminal/style.js';
import { formatTable } from '../terminal/table.js';
import type { Members } from './columns.js';
import { mostUnderWay } from './earlier-try.js';
import { importLines, type ImportResult } from './import-lines.js';
import { chooseFormat, formatOption } from './read-lines.js';
import type { Subject } from './subject.js';

/** Options of every command that imports. */
export const importOptions = {
  format: formatOption,
  concurrency: {
    type: 'text',
    value: 'COUNT',
    text: 'requests at once; 8 by default, 32 at most',
  },
  report: {
    type: 'text',
    value: 'FILE',
    text: 'write a line for each line: what was made, or why it was refused (.csv or .jsonl)',
  },
  resume: {
    type: 'flag',
    text: 'go on where the import of the --report was cut off; begin where there is no report',
  },
  batch: {
    type: 'text',
    value: 'NAME',
    text: 'another name makes the same lines anew',
  },
  ...serverOptions,
} as const;

type ImportValues = ServerValues &
  Readonly<Record<'format' | 'concurrency' | 'report' | 'batch', string | undefined>> & {
    readonly resume: boolean;
  };

interface ImportOrder {
  readonly path: string;
  readonly subject: Subject;
  readonly defaults: Members;
}

/** Imports a file as its options say. Throws a `CommandFailure` for what ends all of it. */
export async function importFile(
  io: CommandIo,
  options: ImportValues,
  order: ImportOrder,
): Promise<Outcome> {
  const width = readInteger(options.concurrency, 'concurrency', {
    least: 1,
    most: mostUnderWay,
  });
  const result = await importLines(io, openServer(options, { retries: 5 }), {
    ...order,
    format: chooseFormat(options.format, order.path),
    width: width ?? 8,
    batch: options.batch ?? '',
    report: options.report,
    resume: options.resume,
    caller: toCaller(options),
  });
  return conclude(result);
}

function conclude(result: ImportResult): Outcome {
  const { created, createdBefore, refusedCount, refused } = result;
  const rows = refused.map(({ line, code, detail }) => [`line ${line}`, code, printable(detail)]);
  const left = refusedCount - refused.length;
  const more = left > 0 ? `and ${left} more: give --report to see all\n` : '';
  const before = createdBefore > 0 ? ` (${createdBefore} of them before)` : '';
  const summary = `${created} created${before}, ${refusedCount} refused\n`;
  return {
    data: result,
    text: formatTable(rows) + more + summary,
    ...(refusedCount > 0 && {
      refusal: {
        code: 'lines_refused',
        message: `${refusedCount} lines were refused: correct them and import the file again.`,
        exit: 'partly',
      },
    }),
  };
}
