import { productCodePattern } from '@licet/core';
import { writeNewFile } from '../input/files.js';
import { passphraseOptions, readPassphrase } from '../input/passphrase.js';
import { openLeaf } from '../keys/key-folder.js';
import { issuedKinds, type IssuedKind } from '../licenses/kinds.js';
import { signOffline, type SignedLicense } from '../licenses/sign-offline.js';
import { placeOptions, termOptions } from '../licenses/term-options.js';
import {
  defineCommand,
  type Command,
  type OptionValues,
  type Outcome,
} from '../program/command.js';
import { misuse } from '../program/failure.js';
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
    customer needs besides, a domain key or a serial number, is shown beside it.`,
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
  const passphrase = await readPassphrase(io, values, { isNew: false });
  const leaf = await openLeaf(io, values.keys ?? 'keys', passphrase);
  const order = { product, issuer: leaf.issuer, now: io.clock(), options: values };
  return signOffline(kind, order, leaf);
}

/** The document alone goes to standard output, so that it can be redirected; the rest goes beside it. */
async function conclude(
  io: CommandIo,
  { document, id, key, serial }: SignedLicense,
  out: string | undefined,
): Promise<Outcome> {
  if (out !== undefined) await writeNewFile(io, out, `${document}\n`);
  const rows = [
    ['license', id],
    ...(key === undefined ? [] : [['domain key', key]]),
    ...(serial === undefined ? [] : [['serial', serial]]),
    ...(out === undefined ? [] : [['wrote', out]]),
  ];
  const text = formatTable(rows);
  if (out === undefined && !io.isJson) io.stderr.write(text);
  const data = { id, key, serial, file: out, document };
  return { data, text: out === undefined ? `${document}\n` : text };
}
