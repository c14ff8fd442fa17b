import { createInterface } from 'node:readline';
import type { CommandIo } from '../program/io.js';

/** Asks yes or no on the terminal; without one, or when a machine reads the output, the answer is no. */
export function confirm(io: CommandIo, question: string): Promise<boolean> {
  if (io.isJson || io.stdin.isTTY !== true) return Promise.resolve(false);
  io.stderr.write(`${question} [y/N] `);
  const reader = createInterface({ input: io.stdin });
  return new Promise((resolve) => {
    reader.once('close', () => resolve(false));
    reader.once('line', (answer) => {
      resolve(/^y(es)?$/i.test(answer.trim()));
      reader.close();
    });
  });
}
