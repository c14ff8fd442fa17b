import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { misuse } from '../program/failure.js';
import type { CommandIo } from '../program/io.js';
import { readInput } from './files.js';

/** Options of every command that opens or seals a key store. */
export const passphraseOptions = {
  'passphrase-file': {
    type: 'text',
    value: 'FILE',
    text: 'passphrase of the key store, its first line; else LICET_PASSPHRASE, else it is asked for',
  },
} as const;

/** The passphrase from a file, the environment or the terminal: never from the command line, which everybody on the machine can read. */
export async function readPassphrase(
  io: CommandIo,
  options: { readonly 'passphrase-file': string | undefined },
  { isNew }: { readonly isNew: boolean },
): Promise<string> {
  const path = options['passphrase-file'];
  if (path !== undefined) {
    const text = (await readInput(io, path, 'a passphrase')).toString('utf8');
    const [first = ''] = text.split(/\r?\n/, 1);
    if (first !== '') return first;
    throw misuse(`${path} has no passphrase in its first line.`, 'passphrase-file');
  }
  if (io.env.LICET_PASSPHRASE) return io.env.LICET_PASSPHRASE;
  if (io.isJson || io.stdin.isTTY !== true) {
    throw misuse(
      'A passphrase is needed: give --passphrase-file or set LICET_PASSPHRASE.',
      'passphrase-file',
    );
  }
  const first = await askSecret(io, 'Passphrase: ');
  if (isNew && first !== (await askSecret(io, 'The same again: '))) {
    throw misuse('The two passphrases differ: try again.');
  }
  return first;
}

/** Asks on the terminal, and shows nothing of the answer. */
function askSecret(io: CommandIo, question: string): Promise<string> {
  const mute = new Writable({ write: (_chunk, _encoding, done) => done() });
  io.stderr.write(question);
  const reader = createInterface({ input: io.stdin, output: mute, terminal: true });
  return new Promise((resolve, reject) => {
    reader.once('SIGINT', () => reader.close());
    reader.once('close', () => {
      io.stderr.write('\n');
      reject(misuse('Nothing was entered.'));
    });
    reader.question('', (answer) => {
      resolve(answer);
      reader.close();
    });
  });
}
