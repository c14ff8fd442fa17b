import { productCodePattern } from '@licet/core';
import { exportPublicKey } from '@licet/issuer';
import { applyEdits, toUnifiedDiff, type FileEdit } from '../init/edit.js';
import { readManifest, type Manifest } from '../init/find-entry.js';
import {
  describeByHand,
  frameworks,
  type Framework,
  type GuardSettings,
} from '../init/guard-lines.js';
import { findFramework, planGuard } from '../init/plan-guard.js';
import { confirm } from '../input/confirm.js';
import { replaceFile } from '../input/files.js';
import { readPublicKeys } from '../input/public-keys.js';
import { defineCommand, type Command, type Outcome } from '../program/command.js';
import { misuse } from '../program/failure.js';
import type { CommandIo } from '../program/io.js';
import type { Style } from '../terminal/style.js';

/** Writes the guard into an application. */
export const init: Command = defineCommand({
  name: 'init',
  summary: 'Add the guard to the Express, Koa, Nest or Fastify app in this folder',
  about: `Reads package.json and the entry of the application, shows as a diff what it would write, and writes only after a yes. Where it is not
    sure, it writes nothing, prints the lines to add, and ends with 22. Nothing is installed: the package to install is named.`,
  operands: [],
  options: {
    product: { type: 'text', value: 'CODE', text: 'product code', env: 'LICET_PRODUCT' },
    key: {
      type: 'list',
      value: 'FILE',
      text: "the vendor's public root key, which is written into the code",
      env: 'LICET_PUBLIC_KEY',
    },
    license: {
      type: 'text',
      value: 'FILE',
      text: 'where the license will be; license.dat by default',
    },
    framework: {
      type: 'text',
      value: 'NAME',
      text: 'where package.json tells it not',
      choices: frameworks,
    },
    yes: { type: 'flag', text: 'write without asking' },
  },
  examples: [
    ['init --product acme-shop --key root.pem', 'shows the diff and asks'],
    ['init --product acme-shop --key root.pem --yes', 'in a script'],
  ],
  run: async ({ options, io }) => {
    const manifest = await readManifest(io.cwd);
    if (!manifest)
      throw misuse('There is no package.json here: run it in the folder of the application.');
    const framework = chooseFramework(options.framework, manifest);
    const { product } = options;
    if (product === undefined || !productCodePattern.test(product)) {
      throw misuse('Give --product, the code of your product.', 'product');
    }
    const [key] = await readPublicKeys(io, options.key);
    if (key === undefined) throw misuse('Give --key with the root key.', 'key');
    const rootPem = exportPublicKey(key).pem;
    const settings = { product, license: options.license ?? 'license.dat', rootPem };
    const plan = await planGuard(io.cwd, manifest, framework, settings);
    return plan.ok
      ? write(io, { framework, license: settings.license, edit: plan.edit }, options.yes)
      : leaveToPerson(framework, settings, plan.reason);
  },
});

function chooseFramework(named: string | undefined, manifest: Manifest): Framework {
  const found = frameworks.find((framework) => framework === named) ?? findFramework(manifest);
  if (found) return found;
  throw misuse(
    'package.json does not tell one framework: give --framework express, koa, nestjs or fastify.',
    'framework',
  );
}

interface Change {
  readonly framework: Framework;
  readonly license: string;
  readonly edit: FileEdit;
}

async function write(
  io: CommandIo,
  { framework, license, edit }: Change,
  isAgreed: boolean,
): Promise<Outcome> {
  const { file } = edit.source;
  const diff = toUnifiedDiff(edit);
  const next = `npm install @licet/${framework}`;
  if (!isAgreed && !io.isJson) io.stderr.write(`${colorDiff(diff, io.style)}\n`);
  if (!isAgreed && !(await confirm(io, `Write this to ${file}?`))) {
    const text = 'Nothing was written. With --yes it is written without asking.\n';
    return { data: { written: false, framework, file, diff, next }, text };
  }
  await replaceFile(io, file, applyEdits(edit));
  const shown = isAgreed ? `${colorDiff(diff, io.style)}\n` : '';
  const place =
    license === 'license.dat' ? 'license.dat beside package.json' : `the license at ${license}`;
  const text = `${shown}wrote ${file}\n\nNow: ${next}, and put ${place}. licet doctor checks it.\n`;
  return { data: { written: true, framework, file, diff, next }, text };
}

function leaveToPerson(framework: Framework, settings: GuardSettings, reason: string): Outcome {
  const lines = describeByHand(framework, settings);
  const message = `Nothing was written, as it is not sure where the guard belongs: ${reason}`;
  const next = `npm install @licet/${framework}`;
  return {
    data: { written: false, framework, reason, lines, next },
    text: `${message}\n\nAdd these lines yourself:\n\n${lines}\n\nand run: ${next}\n`,
    refusal: { code: 'unsure', message, exit: 'unsure' },
  };
}

function colorDiff(diff: string, { green, red, bold }: Style): string {
  const colored = diff.split('\n').map((line) => {
    if (/^(?:---|\+\+\+) /.test(line)) return bold(line);
    if (line.startsWith('+')) return green(line);
    return line.startsWith('-') ? red(line) : line;
  });
  return colored.join('\n');
}
