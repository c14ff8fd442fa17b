#!/usr/bin/env node
import { systemClock } from '@licet/core';
import { commands } from './commands/index.js';
import { explainFileError } from './input/files.js';
import { runProgram } from './program/run.js';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // By then an answer that was given has set the exit code: a refusal must not turn into a yes because nobody read it to its end.
  setImmediate(() => endWithoutReader(error));
});
// Whom nobody listens to need not be told.
process.stderr.on('error', () => undefined);

process.exitCode = await runProgram(commands, process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: process.cwd(),
  clock: systemClock,
});

/** Whoever reads the output may stop early, as `head` does: that is no error of ours. A full disk is one. */
function endWithoutReader(error: NodeJS.ErrnoException): never {
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
  const { message } = explainFileError(error, 'Standard output', 'the place to write to');
  process.stderr.write(`licet: ${message}\n`);
  process.exit(1);
}
