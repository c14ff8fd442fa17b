import {
  explainLicense,
  type CheckVerdict,
  type LicenseCheck,
  type LicenseExplanation,
} from '@licet/core';
import { readStart } from '../input/dates.js';
import { readInput } from '../input/files.js';
import { keyOption, readPins } from '../input/public-keys.js';
import { defineCommand, type Command, type Outcome } from '../program/command.js';
import { exitReasonOf } from '../program/exit-codes.js';
import type { CommandIo } from '../program/io.js';
import { printable, type Style } from '../terminal/style.js';
import { formatTable } from '../terminal/table.js';

/** Tells a person everything that is wrong with a license. */
export const explain: Command = defineCommand({
  name: 'explain',
  summary: 'Why is this license refused? Every check, and what to do',
  about: `Goes on where an application stops, so that all that is wrong is seen at once. What is left out is not checked: without --key nobody
    knows who signed it, without --host whether it is for this host. Dates are judged as by an application that has this file and heard nothing
    else. The exit code is that of licet verify for the first thing that is wrong.`,
  operands: [
    { name: 'file', text: 'license file, its base64, code or token; - for standard input' },
  ],
  options: {
    ...keyOption,
    product: {
      type: 'text',
      value: 'CODE',
      text: 'the product code of the application',
      env: 'LICET_PRODUCT',
    },
    host: { type: 'text', value: 'NAME', text: 'host name or address that visitors use' },
    'domain-key': { type: 'text', value: 'KEY', text: 'the domain key that the customer has' },
    status: {
      type: 'text',
      value: 'STATE',
      text: 'what the records say of it',
      choices: ['valid', 'revoked', 'suspended'],
    },
    at: { type: 'text', value: 'DATE', text: 'explain as if it were then' },
  },
  examples: [
    [
      'explain license.dat --key root.pem --product acme-shop --host www.example.com',
      'a customer is refused: why?',
    ],
    ['explain license.dat', 'what can be told without a key'],
  ],
  run: async ({ options, operands: [path = '-'], io }) => {
    const text = (await readInput(io, path, 'a license')).toString('utf8');
    const pins = options.key.length === 0 ? undefined : await readPins(io, options.key);
    const explanation = explainLicense({
      text,
      now: readStart(options.at, 'at') ?? io.clock(),
      pins,
      product: options.product,
      host: options.host,
      key: options['domain-key'],
      status: options.status as 'valid' | 'revoked' | 'suspended' | undefined,
    });
    return conclude(io, explanation);
  },
});

function conclude(io: CommandIo, { verdict, checks, document }: LicenseExplanation): Outcome {
  const rows = checks.map((check) => toRow(check, io.style));
  const failed = checks.find((check) => check.verdict === 'failed');
  const summaries: Record<CheckVerdict, string> = {
    passed: io.style.green('Nothing is wrong with it, as far as it was looked at.'),
    failed: io.style.red('An application refuses it.'),
    unknown: io.style.yellow(
      'Nothing wrong was found, but the signature was not checked: give --key.',
    ),
  };
  return {
    data: { verdict, checks, document },
    text: `${formatTable(rows)}\n${summaries[verdict]}\n`,
    ...(failed && {
      refusal: { code: failed.code, message: failed.detail, exit: exitReasonOf(failed.code) },
    }),
  };
}

function toRow({ name, verdict, detail, advice }: LicenseCheck, style: Style): string[] {
  const marks: Record<CheckVerdict, string> = {
    passed: style.green('ok'),
    failed: style.red('FAILED'),
    unknown: style.yellow('?'),
  };
  const todo = advice === undefined ? '' : ` ${style.bold(advice)}`;
  return [name, marks[verdict], printable(detail) + todo];
}
