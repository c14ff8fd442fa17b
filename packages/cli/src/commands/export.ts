import { licenseKinds } from '../licenses/kinds.js';
import { defineCommand, type Command } from '../program/command.js';
import type { CommandIo } from '../program/io.js';
import { readPages } from '../server/collect-pages.js';
import { readLicensePage, type LicenseRecord } from '../server/license-record.js';
import { expectAnswer, loosely, openServer, serverOptions } from '../server/open-server.js';
import { createProgress, type Progress } from '../terminal/progress.js';
import { exportColumns, toCells } from '../transfer/columns.js';
import { formatCsv } from '../transfer/csv.js';

import { chooseFormat, transferFormats, type TransferFormat } from '../transfer/read-lines.js';
import { openWholeFile, type WholeTarget } from '../transfer/whole-file.js';

/** Writes the licenses of a server into a file. */
export const exportCommand: Command = defineCommand({
  name: 'export',
  summary: 'Write licenses and serials as CSV or JSON Lines',
  about: `Writes all licenses, or those of one product or kind, page by page. Cells that a spreadsheet would run as a formula get an apostrophe in
    front, which licet import takes off again. A file at --out is replaced when all is written, and
    kept when something fails. Domain keys are not in it: the server does not list them. With --json the licenses go to --out.`,
  operands: [],
  options: {
    out: { type: 'text', value: 'FILE', text: 'file to write; printed when left out' },
    format: {
      type: 'text',
      value: 'FORMAT',
      text: 'by default as its name ends, and csv where it has no ending',
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
    const licenses = readPages<LicenseRecord>(async (page) => {
      const call = client.get('/v1/licenses', { query: { ...page, product, kind } });
      return readLicensePage(await expectAnswer(call));
    });
    const target = await openTarget(io, out);
    const progress = createProgress(io.stderr, io.isJson || out === undefined);
    const count = await writeAll(licenses, format, target, progress).catch(
      async (error: unknown) => {
        await target.abandon();
        throw error;
      },
    );
    await target.close();
    const note = out === undefined ? '' : `wrote ${count} licenses to ${out}\n`;
    return { data: { count, file: out, format }, text: note };
  },
});

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

async function writeAll(
  licenses: AsyncIterable<LicenseRecord>,
  format: TransferFormat,
  target: WholeTarget,
  progress: Progress,
): Promise<number> {
  let count = 0;
  if (format === 'csv') await target.write(formatCsv(exportColumns));
  for await (const license of licenses) {
    await target.write(
      format === 'csv' ? formatCsv(toCells({ ...license })) : `${JSON.stringify(license)}\n`,
    );
    count += 1;
    progress.update(count, undefined, 'licenses');
  }
  progress.end();
  return count;
}
