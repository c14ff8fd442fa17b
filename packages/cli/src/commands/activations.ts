import { defineCommand, type Command } from '../program/command.js';
import { readActivation, readPage } from '../server/license-record.js';
import { expectAnswer, loosely, openServer } from '../server/open-server.js';
import { activationLines } from '../transfer/activation-lines.js';
import { exportOptions, exportRecords } from '../transfer/export-records.js';
import { importFile, importOptions } from '../transfer/import-file.js';

const importActivations: Command = defineCommand({
  name: 'activations import',
  summary: 'Make activation codes from a CSV or JSON Lines file',
  about: `Each line names a single-user license by licenseId or serial, and a machine by computerId or siteCode. The codes for the customers are in the
    --report. A machine that has a code gets another, so that an export can be read back. Lines that are refused are reported with their numbers and stop
    nothing. When the work is cut off, the same command with --resume goes on from its --report. Ends with 21 when lines were refused.`,
  operands: [{ name: 'file', text: 'the file, or - for standard input' }],
  options: importOptions,
  examples: [['activations import machines.csv --report codes.csv', 'the codes are in codes.csv']],
  run: ({ options, operands: [path = '-'], io }) =>
    importFile(io, options, { path, subject: activationLines, defaults: {} }),
});

const exportActivations: Command = defineCommand({
  name: 'activations export',
  summary: 'Write activations as CSV or JSON Lines',
  about: `Writes which machines and persons have something, page by page: the activation codes of machines, and tokens. The codes themselves are not in it:
    the server keeps none. When the work is cut off, the same command with --resume goes on from FILE.part.`,
  operands: [],
  options: {
    kind: {
      type: 'text',
      value: 'KIND',
      text: 'of this kind',
      choices: ['activation-code', 'token'],
    },
    license: { type: 'text', value: 'ID', text: 'of this license, lic_…' },
    ...exportOptions,
  },
  examples: [
    ['activations export --out activations.csv', 'everything, for a spreadsheet'],
    ['activations export --kind activation-code --format jsonl', 'what can be imported again'],
  ],
  run: ({ options, io }) => {
    const { kind, license } = options;
    const client = loosely(openServer(options, { retries: 5 }));
    return exportRecords(io, options, {
      subject: activationLines,
      filters: { kind, license },
      ask: async (page) => {
        const call = client.get('/v1/activations', { query: { ...page, kind, license } });
        return readPage(await expectAnswer(call), readActivation);
      },
    });
  },
});

/** Activations, many at once. */
export const activationCommands: readonly Command[] = [importActivations, exportActivations];
