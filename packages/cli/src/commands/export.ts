import { licenseKinds } from '../licenses/kinds.js';
import { defineCommand, type Command } from '../program/command.js';
import { countLicenses } from '../server/count-licenses.js';
import { readLicensePage } from '../server/license-record.js';
import { expectAnswer, loosely, openServer } from '../server/open-server.js';
import { exportOptions, exportRecords } from '../transfer/export-records.js';
import { licenseLines } from '../transfer/license-lines.js';

/** Writes the licenses of a server into a file. */
export const exportCommand: Command = defineCommand({
  name: 'export',
  summary: 'Write licenses and serials as CSV or JSON Lines',
  about: `Writes all licenses, or those of one product or kind, page by page. Cells that a spreadsheet would run as a formula get an apostrophe in
    front, which licet import takes off again. A file at --out is replaced when all is written, and
    kept when something fails. Until then FILE.part beside it grows: when the work is cut off, the same command with --resume goes on from there. Domain keys are not in it: the server does not list them. With --json the licenses go to --out.`,
  operands: [],
  options: {
    product: { type: 'text', value: 'CODE', text: 'of this product', env: 'LICET_PRODUCT' },
    kind: {
      type: 'text',
      value: 'KIND',
      text: 'of this kind; token for serials',
      choices: licenseKinds,
    },
    ...exportOptions,
  },
  examples: [
    ['export --out licenses.csv', 'everything, for a spreadsheet'],
    ['export --out licenses.csv --resume', 'go on with it after it was cut off'],
    ['export --kind token --format jsonl', 'serial numbers, a JSON object on each line'],
  ],
  run: ({ options, io }) => {
    const { product, kind } = options;
    const client = openServer(options, { retries: 5 });
    return exportRecords(io, options, {
      subject: licenseLines,
      filters: { product, kind },
      ask: async (page) => {
        const call = loosely(client).get('/v1/licenses', { query: { ...page, product, kind } });
        return readLicensePage(await expectAnswer(call));
      },
      // The server counts all, and those of a kind: how many of a product there are nobody tells.
      ...(product === undefined && { countAll: () => countLicenses(client, kind) }),
    });
  },
});
