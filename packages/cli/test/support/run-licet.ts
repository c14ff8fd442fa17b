import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { onTestFinished } from 'vitest';
import { commands } from '../../src/commands/index.js';
import { runProgram } from '../../src/program/run.js';

/** 2026-07-01T00:00:00Z */
export const start = 1_782_864_000;

/** Where and when a command runs. */
export interface Setting {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly isTerminal?: boolean;
  readonly now?: number;
}

/** What a command came to. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one command line in this process, as the program itself would. */
export async function licet(args: readonly string[], setting: Setting = {}): Promise<Ran> {
  const { cwd = tmpdir(), env = {}, stdin = '', isTerminal = false, now = start } = setting;
  const stdout = collect(isTerminal);
  const stderr = collect(isTerminal);
  const code = await runProgram(commands, args, {
    stdin: Object.assign(Readable.from([Buffer.from(stdin)]), { isTTY: isTerminal }),
    stdout,
    stderr,
    env,
    cwd,
    clock: () => now,
  });
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

/** What the tests read of the data of commands. */
export interface Data {
  readonly id: string;
  readonly key: string;
  readonly code: string;
  readonly diff: string;
  readonly file: string;
  readonly items: readonly Item[];
  readonly findings: readonly Found[];
  readonly checks: readonly Found[];
  readonly refused: readonly { readonly line: number; readonly code: string }[];
  readonly warnings?: readonly string[];
}

interface Item {
  readonly id: string;
  readonly kid: string;
  readonly name: string;
  readonly last4: string;
}

interface Found {
  readonly name: string;
  readonly topic: string;
  readonly code: string;
  readonly verdict: string;
  readonly advice?: string;
}

/** The one document that a machine reads. */
export interface JsonAnswer {
  readonly ok: boolean;
  readonly data: Data;
  readonly error?: { readonly code: string; readonly message: string; readonly exitCode: number };
}

/** Runs one command line and reads its one document. */
export async function licetJson(
  args: readonly string[],
  setting: Setting = {},
): Promise<JsonAnswer & Omit<Ran, 'stdout'>> {
  const { code, stdout, stderr } = await licet([...args, '--json'], setting);
  return { code, stderr, ...(JSON.parse(stdout) as JsonAnswer) };
}

function collect(isTTY: boolean) {
  const parts: string[] = [];
  return {
    isTTY,
    write: (text: string) => {
      parts.push(text);
      return true;
    },
    once: () => undefined,
    text: () => parts.join(''),
  };
}

/** A folder for one test. */
export async function createFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'licet-cli-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
