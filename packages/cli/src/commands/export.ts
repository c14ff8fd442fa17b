import { licenseKinds } from '../licenses/kinds.js';
import { defineCommand, type Command } from '../program/command.js';
import { readPages } from '../server/collect-pages.js';
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
    kept when something fails. Domain keys are not in it: the server does not list them. With --json the licenses go to --out.`,
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
    ['export --kind token --format jsonl', 'serial numbers, a JSON object on each line'],
  ],
  run: ({ options, io }) => {
    const { product, kind } = options;
    const client = loosely(openServer(options, { retries: 5 }));
    const licenses = readPages(async (page) => {
      const call = client.get('/v1/licenses', { query: { ...page, product, kind } });
      return readLicensePage(await expectAnswer(call));
    });
    return exportRecords(io, options, { subject: licenseLines, records: licenses });
  },
});
