import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { explainFileError } from '../input/files.js';
import type { Io } from '../program/io.js';

/** Where text goes piece by piece. Whatever fails throws a `CommandFailure` that names the file. */
export interface TextTarget {
  /** Resolves when the text is written, and there is room for more. Calls may overlap; texts keep their order. */
  write(text: string): Promise<void>;
  close(): Promise<void>;
}

/** How a file is opened that is written to. */
export interface OutputOpening {
  /** Where it is, when that is not what it is called. */
  readonly place?: string;
  /** Whether what is there stays, and is gone on with. */
  readonly isContinued?: boolean;
}

/** Opens a file for its owner alone, as domain keys may be in it; one that is there is replaced. Throws a `CommandFailure`, which calls it `path` wherever its `place` is. */
export async function openOutputFile(
  io: Io,
  path: string,
  what: string,
  { place = path, isContinued = false }: OutputOpening = {},
): Promise<TextTarget> {
  const orExplain = async <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      throw explainFileError(error, path, what);
    });
  const file = await orExplain(open(resolve(io.cwd, place), isContinued ? 'a' : 'w', 0o600));
  let waiting = '';
  let writing: Promise<void> | undefined;
  /** One writer at a time; what comes meanwhile goes in one piece after it. */
  const drain = async (): Promise<void> => {
    try {
      while (waiting !== '') {
        const text = waiting;
        waiting = '';
        await file.writeFile(text);
      }
    } finally {
      writing = undefined;
    }
  };
  return {
    write: (text) => {
      if (text === '') return Promise.resolve();
      waiting += text;
      return orExplain((writing ??= drain()));
    },
    close: async () => {
      try {
        if (writing !== undefined) await orExplain(writing);
      } finally {
        await orExplain(file.close());
      }
    },
  };
}
