import type { ProgressOutput } from '../progress.js';

/** Where a command shows its progress: apart from what it prints. */
export const standardError: ProgressOutput = {
  isTerminal: process.stderr.isTTY,
  write: (text) => void process.stderr.write(text),
  milliseconds: () => performance.now(),
};
