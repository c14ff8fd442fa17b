import { productCodePattern } from '@licet/core';
import { refuseExisting, writeNewFile } from '../input/files.js';
import { passphraseOptions, readPassphrase } from '../input/passphrase.js';
import { openLeaf } from '../keys/key-folder.js';
import { issuedKinds, type IssuedKind } from '../licenses/kinds.js';
import { refuseMisfits } from '../licenses/refuse-misfits.js';
import { signOffline, type SignedLicense } from '../licenses/sign-offline.js';
import { placeOptions, termOptions } from '../licenses/term-options.js';
import {
  defineCommand,
  type Command,
  type OptionValues,
  type Outcome,
} from '../program/command.js';
import { misuse, toFailureTerms, type FailureTerms } from '../program/failure.js';
import type { CommandIo } from '../program/io.js';
import { issueByServer } from '../server/issue-by-server.js';
import { serverOptions } from '../server/open-server.js';
import { formatTable } from '../terminal/table.js';

const options = {
  kind: { type: 'text', value: 'KIND', text: 'domain by default', choices: issuedKinds },
  product: {
    type: 'text',
    value: 'CODE',
    text: 'code of the product',
    env: 'LICET_PRODUCT',
  },
  ...placeOptions,
  identifier: { type: 'text', value: 'ID', text: 'whom a token license is bound to' },
  ...termOptions,
  out: { type: 'text', value: 'FILE', text: 'file to write; printed when left out' },
  keys: { type: 'text', value: 'FOLDER', text: 'sign with the keys of licet keygen' },
  ...passphraseOptions,
  ...serverOptions,
} as const;

type Values = OptionValues<typeof options>;

/** Issues one license, with keys at hand or through the API. */
export const issue: Command = defineCommand({
  name: 'issue',
  summary: 'Issue a license: with keys at hand, or through a server',
  about: `With --keys the license is signed here and now, and nobody keeps a record of it: it cannot be revoked before its end. With --server
    it is created there, where it can be renewed, transferred and revoked. The file alone goes to --out or to standard output; what the
    customer needs besides, a domain key or a serial number, is shown beside it. A token license of a server has no file: its serial number
    is printed, by which each machine fetches a proof of its own.`,
  operands: [],
  options,
  examples: [
    [
      'issue --keys keys --product acme-shop --domain shop.example.com --out license.dat',
      'a permanent domain license, signed here',
    ],
    [
      'issue --keys keys --kind network --product acme-cad --server-path C:/Acme --seats 25 --valid-to 2027-12-31 --out site.lic',
      'a network license for 25 seats',
    ],
    [
      'issue --keys keys --kind activation --product acme-cad --serial TOK123 --computer PC-01',
      'an activation code for one machine, to be read out or pasted',
    ],
    [
      'issue --server https://licenses.example.com --product acme-shop --domain shop.example.com --out license.dat',
      'the same through a server; its key is read from LICET_API_KEY',
    ],
  ],
  run: async ({ options: values, io }) => {
    const kind = (values.kind ?? 'domain') as IssuedKind;
    const product = readProduct(values.product);
    if (values.out !== undefined) await refuseExisting(io, values.out);
    const issued =
      values.keys === undefined
        ? await issueByServer(kind, product, values)
        : await issueOffline(io, kind, product, values);
    return conclude(io, issued, values.out);
  },
});

function readProduct(product: string | undefined): string {
  if (product !== undefined && productCodePattern.test(product)) return product;
  throw misuse('Give --product, a code of 1 to 64 letters, digits, ".", "_" or "-".', 'product');
}

async function issueOffline(
  io: CommandIo,
  kind: IssuedKind,
  product: string,
  values: Values,
): Promise<SignedLicense> {
  refuseMisfits(kind, values);
  const passphrase = await readPassphrase(io, values, { isNew: false });
  const leaf = await openLeaf(io, values.keys ?? 'keys', passphrase);
  const order = { product, issuer: leaf.issuer, now: io.clock(), options: values };
  return signOffline(kind, order, leaf);
}

/**
 * The document alone goes to standard output, so that it can be redirected; the rest goes beside it. Where the file cannot be written the license
 * is made all the same, and nothing of it is lost: the document is printed in its place.
 */
async function conclude(
  io: CommandIo,
  { document, id, key, serial }: SignedLicense,
  out: string | undefined,
): Promise<Outcome> {
  const text = `${document ?? serial ?? ''}\n`;
  const fault = out === undefined ? undefined : await tryWriting(io, out, text);
  const file = fault === undefined ? out : undefined;
  const rows = formatTable([
    ['license', id],
    ...(key === undefined ? [] : [['domain key', key]]),
    ...(serial === undefined ? [] : [['serial', serial]]),
    ...(file === undefined ? [] : [['wrote', file]]),
  ]);
  const beside = fault === undefined ? rows : `${rows}licet: ${fault.message}\n`;
  if (file === undefined && !io.isJson) io.stderr.write(beside);
  return {
    data: { id, key, serial, file, document },
    text: file === undefined ? text : rows,
    ...(fault && { refusal: fault }),
  };
}

async function tryWriting(
  io: CommandIo,
  path: string,
  text: string,
): Promise<FailureTerms | undefined> {
  try {
    await writeNewFile(io, path, text);
    return undefined;
  } catch (error) {
    const { message, ...terms } = toFailureTerms(error);
    return { ...terms, message: `${message} The license was made, and is printed in its place.` };
  }
}
