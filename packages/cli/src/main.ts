#!/usr/bin/env node
import { systemClock } from '@licet/core';
import { commands } from './commands/index.js';
import { runProgram } from './program/run.js';

// Whoever reads the output may stop early, as `head` does: that is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 1);
});

process.exitCode = await runProgram(commands, process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: process.cwd(),
  clock: systemClock,
});
