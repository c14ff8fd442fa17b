import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

const entry = new URL('../../dist/main.js', import.meta.url).pathname;

export interface Run {
  readonly pid: number;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Resolves with the address that a server prints. */
  readonly address: Promise<string>;
  readonly exit: Promise<number | null>;
  readonly signal: (name: NodeJS.Signals) => void;
}

/** Starts the built program on a folder, on a port that is free. It is gone when the test is done. */
export function startProgram(args: readonly string[], env: Readonly<Record<string, string>>): Run {
  const child = spawn(process.execPath, [entry, ...args], {
    env: { PATH: process.env.PATH, PORT: '0', LICET_LOG_LEVEL: 'info', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stderr.on('data', (chunk) => (stderr += String(chunk)));
  const exit = new Promise<number | null>((resolve) => child.on('close', resolve));
  const address = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      stdout += String(chunk);
      const printed = /answers at (\S+)\n/.exec(stdout)?.[1];
      if (printed !== undefined) resolve(printed);
    });
    void exit.then(() => reject(new Error(`The program ended: ${stderr}`)));
  });
  // Not every run is a server's.
  address.catch(() => undefined);
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exit;
  });
  return {
    pid: child.pid!,
    stdout: () => stdout,
    stderr: () => stderr,
    address,
    exit,
    signal: (name) => void child.kill(name),
  };
}

/** A folder for one test. */
export async function createFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'licet-program-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}
