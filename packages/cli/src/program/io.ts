import type { Clock } from '@licet/core';
import type { Style } from '../terminal/style.js';

/** A stream that is written to; a terminal or not. */
export interface OutputStream {
  write(text: string): boolean;
  once(event: 'drain', listener: () => void): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** A stream that is read from; a terminal or not. */
export type InputStream = NodeJS.ReadableStream & { readonly isTTY?: boolean };

/** All that a command knows of the process that it runs in. */
export interface Io {
  readonly stdin: InputStream;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Paths count from here. */
  readonly cwd: string;
  readonly clock: Clock;
}

/** {@link Io} for one command. */
export interface CommandIo extends Io {
  /** For standard output. */
  readonly style: Style;
  /** Whether a machine reads the output: then nothing else is printed to it, and nothing is asked. */
  readonly isJson: boolean;
}
