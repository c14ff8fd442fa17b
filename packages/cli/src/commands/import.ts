import { licenseKinds } from '../licenses/kinds.js';
import { defineCommand, type Command } from '../program/command.js';
import { importFile, importOptions } from '../transfer/import-file.js';
import { licenseLines } from '../transfer/license-lines.js';

/** Makes licenses and serials of the lines of a file. */
export const importCommand: Command = defineCommand({
  name: 'import',
  summary: 'Create licenses and serials from a CSV or JSON Lines file',
  about: `Each line becomes one license through the API. A CSV file names its columns in the first line, after the members of POST /v1/licenses:
    ${Object.keys(licenseLines.columns).join(', ')}. A line of JSON Lines is the body itself. Serial numbers
    are licenses of kind token. Lines that are refused are reported with their numbers and stop nothing. When the work is cut off, the same
    command with --resume goes on from its --report and makes no line twice; without a report run it again within 24 hours. Ends with 21 when lines were refused.`,
  operands: [{ name: 'file', text: 'the file, or - for standard input' }],
  options: {
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
    ...importOptions,
  },
  examples: [
    ['import licenses.csv --report made.csv', 'keys and serials of what was made are in made.csv'],
    ['import licenses.csv --report made.csv --resume', 'go on with it after it was cut off'],
    ['import serials.jsonl --kind token --product acme-app', 'serial numbers of one product'],
  ],
  run: ({ options, operands: [path = '-'], io }) => {
    const { kind = 'domain', product } = options;
    const defaults = { kind, ...(product !== undefined && { product }) };
    return importFile(io, options, { path, subject: licenseLines, defaults });
  },
});
