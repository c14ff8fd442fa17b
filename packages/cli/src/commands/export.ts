import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { finished } from 'node:stream/promises';
import { explainFileError } from '../input/files.js';
import { licenseKinds } from '../licenses/kinds.js';
import { defineCommand, type Command } from '../program/command.js';
import type { CommandIo, OutputStream } from '../program/io.js';
import { readPages } from '../server/collect-pages.js';
import type { LicenseRecord, Page } from '../server/license-record.js';
import { expectAnswer, loosely, openServer, serverOptions } from '../server/open-server.js';
import { createProgress } from '../terminal/progress.js';
import { exportColumns, toCells } from '../transfer/columns.js';
import { formatCsv } from '../transfer/csv.js';
import { chooseFormat, transferFormats, type TransferFormat } from '../transfer/read-lines.js';

/** Writes the licenses of a server into a file. */
export const exportCommand: Command = defineCommand({
  name: 'export',
  summary: 'Write licenses and serials as CSV or JSON Lines',
  about: `Writes all licenses, or those of one product or kind, page by page. Cells that a spreadsheet would run as a formula get an apostrophe in
    front, which licet import takes off again. Domain keys are not in it: the server does not list them. With --json the licenses go to --out.`,
  operands: [],
  options: {
    out: { type: 'text', value: 'FILE', text: 'file to write; printed when left out' },
    format: {
      type: 'text',
      value: 'FORMAT',
      text: 'by default as its name ends, else csv',
      choices: transferFormats,
    },
    product: { type: 'text', value: 'CODE', text: 'of this product', env: 'LICET_PRODUCT' },
    kind: {
      type: 'text',
      value: 'KIND',
      text: 'of this kind; token for serials',
      choices: licenseKinds,
    },
    ...serverOptions,
  },
  examples: [
    ['export --out licenses.csv', 'everything, for a spreadsheet'],
    ['export --kind token --format jsonl', 'serial numbers, a JSON object on each line'],
  ],
  run: async ({ options, io }) => {
    const format = chooseFormat(options.format, options.out);
    const { product, kind, out } = options;
    const client = loosely(openServer(options, { retries: 5 }));
    const filter = {
      ...(product !== undefined && { product }),
      ...(kind !== undefined && { kind }),
    };
    const licenses = readPages<LicenseRecord>(async (page) => {
      const call = client.get('/v1/licenses', { query: { ...page, ...filter } });
      return (await expectAnswer(call)) as Page<LicenseRecord>;
    });
    const target = await openTarget(io, out);
    const count = await writeAll(io, licenses, format, target);
    await target.close();
    const note = out === undefined ? '' : `wrote ${count} licenses to ${out}\n`;
    return { data: { count, file: out, format }, text: note };
  },
});

interface Target {
  readonly stream: Pick<OutputStream, 'write' | 'once'> | undefined;
  close(): Promise<void>;
}

/** Standard output belongs to the one JSON document when a machine reads it. */
async function openTarget(io: CommandIo, out: string | undefined): Promise<Target> {
  if (out === undefined) {
    return { stream: io.isJson ? undefined : io.stdout, close: () => Promise.resolve() };
  }
  const stream = createWriteStream(resolve(io.cwd, out), { mode: 0o600 });
  try {
    await once(stream, 'open');
  } catch (error) {
    throw explainFileError(error, out, 'an export');
  }
  return {
    stream,
    close: async () => {
      stream.end();
      await finished(stream);
    },
  };
}

async function writeAll(
  io: CommandIo,
  licenses: AsyncIterable<LicenseRecord>,
  format: TransferFormat,
  { stream }: Target,
): Promise<number> {
  const progress = createProgress(io.stderr, io.isJson || stream === io.stdout);
  const write = async (text: string): Promise<void> => {
    if (stream?.write(text) === false) {
      await new Promise<void>((go) => stream.once('drain', () => go()));
    }
  };
  let count = 0;
  if (format === 'csv') await write(formatCsv(exportColumns));
  for await (const license of licenses) {
    await write(
      format === 'csv' ? formatCsv(toCells({ ...license })) : `${JSON.stringify(license)}\n`,
    );
    count += 1;
    progress.update(count, undefined, 'licenses');
  }
  progress.end();
  return count;
}
