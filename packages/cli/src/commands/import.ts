import { readInteger } from '../input/numbers.js';
import { licenseKinds } from '../licenses/kinds.js';
import { defineCommand, type Command, type Outcome } from '../program/command.js';
import { openServer, serverOptions } from '../server/open-server.js';
import { importColumns } from '../transfer/columns.js';
import { importLicenses, type ImportResult } from '../transfer/import-licenses.js';
import { chooseFormat, transferFormats } from '../transfer/read-lines.js';
import { printable } from '../terminal/style.js';
import { formatTable } from '../terminal/table.js';

/** Makes licenses and serials of the lines of a file. */
export const importCommand: Command = defineCommand({
  name: 'import',
  summary: 'Create licenses and serials from a CSV or JSON Lines file',
  about: `Each line becomes one license through the API. A CSV file names its columns in the first line, after the members of POST /v1/licenses:
    ${importColumns.join(', ')}. A line of JSON Lines is the body itself. Serial numbers
    are licenses of kind token. Lines that are refused are reported with their numbers and stop nothing. When the work is cut off, run the same
    command again: a line that is in already is not made twice, for 24 hours. Ends with 21 when lines were refused.`,
  operands: [{ name: 'file', text: 'the file, or - for standard input' }],
  options: {
    format: {
      type: 'text',
      value: 'FORMAT',
      text: 'by default as its name ends, and csv where it has no ending',
      choices: transferFormats,
    },
    kind: {
      type: 'text',
      value: 'KIND',
      text: 'for lines that name none; domain by default',
      choices: licenseKinds,
    },
    product: {
      type: 'text',
      value: 'CODE',
      text: 'for lines that name none',
      env: 'LICET_PRODUCT',
    },
    concurrency: {
      type: 'text',
      value: 'COUNT',
      text: 'requests at once; 8 by default, 32 at most',
    },
    report: {
      type: 'text',
      value: 'FILE',
      text: 'write a line for each line: id, domain key, serial number, or why it was refused (.csv or .jsonl)',
    },
    batch: {
      type: 'text',
      value: 'NAME',
      text: 'another name makes the same lines anew, as other licenses',
    },
    ...serverOptions,
  },
  examples: [
    ['import licenses.csv --report made.csv', 'keys and serials of what was made are in made.csv'],
    ['import serials.jsonl --kind token --product acme-app', 'serial numbers of one product'],
  ],
  run: async ({ options, operands: [path = '-'], io }) => {
    const width = readInteger(options.concurrency, 'concurrency', { least: 1, most: 32 });
    const result = await importLicenses(io, openServer(options, { retries: 5 }), {
      path,
      format: chooseFormat(options.format, path),
      defaults: { kind: options.kind ?? 'domain', product: options.product },
      width: width ?? 8,
      batch: options.batch ?? '',
      report: options.report,
    });
    return conclude(result);
  },
});

function conclude(result: ImportResult): Outcome {
  const { created, refusedCount, refused } = result;
  const rows = refused.map(({ line, code, detail }) => [`line ${line}`, code, printable(detail)]);
  const left = refusedCount - refused.length;
  const more = left > 0 ? `and ${left} more: give --report to see all\n` : '';
  const summary = `${created} created, ${refusedCount} refused\n`;
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
