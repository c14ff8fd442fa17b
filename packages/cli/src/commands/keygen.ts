import { passphraseOptions, readPassphrase } from '../input/passphrase.js';
import { createKeyFolder, keyFiles, type NewKeys } from '../keys/key-folder.js';
import { defineCommand, type Command } from '../program/command.js';
import { misuse } from '../program/failure.js';
import { formatTable } from '../terminal/table.js';

const sizes = { '2048': 2048, '3072': 3072, '4096': 4096 } as const;

/** Makes the keys of a vendor who issues licenses without a server. */
export const keygen: Command = defineCommand({
  name: 'keygen',
  summary: 'Make the keys to issue licenses without a server',
  about: `Writes a root key and a leaf key into a new folder: two PKCS#12 stores under one passphrase, the root's statement about the leaf, and
    the root's public key as PEM, JWK and XML. Licenses are signed by the leaf; applications pin the public root, root.pem. Keep root.p12
    somewhere else, offline: only a new leaf needs it. A server has keys of its own and does not need these.`,
  operands: [],
  options: {
    out: { type: 'text', value: 'FOLDER', text: 'folder to fill; "keys" by default' },
    bits: {
      type: 'text',
      value: 'BITS',
      text: 'size of the RSA keys; 3072 by default',
      choices: ['2048', '3072', '4096'],
    },
    ...passphraseOptions,
  },
  examples: [
    ['keygen --out keys', 'asks for a passphrase and fills the folder "keys"'],
    ['keygen --out keys --passphrase-file passphrase.txt', 'the same in a script'],
  ],
  run: async ({ options, io }) => {
    const passphrase = await readPassphrase(io, options, { isNew: true });
    if (!/^[\x20-\x7e]{8,1024}$/.test(passphrase)) {
      throw misuse('The passphrase must be 8 to 1024 printable ASCII characters.');
    }
    const modulusBits = sizes[(options.bits ?? '3072') as keyof typeof sizes];
    const folder = options.out ?? 'keys';
    const made = await createKeyFolder(io, { folder, passphrase, modulusBits, now: io.clock() });
    return { data: made, text: toText(made, folder) };
  },
});

function toText({ issuer, rootKid, leafKid, files }: NewKeys, folder: string): string {
  const rows = [
    ['issuer', issuer],
    ['root', rootKid],
    ['leaf', leafKid],
    ...files.map((file) => ['wrote', file]),
  ];
  return `${formatTable(rows)}
Pin ${folder}/${keyFiles.pem} in your application, and move ${folder}/${keyFiles.rootStore} to a safe place.
`;
}
