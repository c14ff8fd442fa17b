import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { finished } from 'node:stream/promises';
import { explainFileError } from '../input/files.js';
import type { Io } from '../program/io.js';

/** Where text goes piece by piece. */
export interface TextTarget {
  /** Resolves when there is room for more. */
  write(text: string): Promise<void>;
  close(): Promise<void>;
}

/** Opens a file for its owner alone, as domain keys may be in it; one that is there is replaced. Throws a `CommandFailure`. */
export async function openOutputFile(io: Io, path: string, what: string): Promise<TextTarget> {
  const stream = createWriteStream(resolve(io.cwd, path), { mode: 0o600 });
  try {
    await once(stream, 'open');
  } catch (error) {
    throw explainFileError(error, path, what);
  }
  return {
    write: async (text) => {
      if (!stream.write(text)) await once(stream, 'drain');
    },
    close: async () => {
      stream.end();
      await finished(stream);
    },
  };
}
