import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Usage } from './usage.js';

/** A child of the benchmark that is asked for its usage while it works. */
export interface Child {
  usage(): Promise<Usage>;
  /** The next message that the child sends by itself. */
  message(): Promise<unknown>;
  isRunning(): boolean;
  /** Resolves with the exit code when the child has ended by itself and all that it wrote was taken. */
  ended(): Promise<number | null>;
  stop(): Promise<void>;
}

/** What few children need. */
export interface ChildOptions {
  /** Where it runs; here by default. */
  readonly folder?: string;
  /** A script to load before the child's own. */
  readonly preload?: URL;
  /** Takes what the child writes to standard error. */
  readonly onErrorText?: (text: string) => void;
}

const reporter = new URL('./children/report-usage.js', import.meta.url).href;

/** Starts a script in a Node process of its own that reports its usage. */
export function startChild(
  file: URL,
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
  { folder, preload, onErrorText }: ChildOptions = {},
): Child {
  const child = fork(file, args, {
    cwd: folder,
    execArgv: [reporter, ...(preload ? [preload.href] : [])].flatMap((url) => ['--import', url]),
    env: { ...process.env, ...env },
    // A server's log goes nowhere, but is written: that is part of its work.
    stdio: ['ignore', 'ignore', onErrorText ? 'pipe' : 'ignore', 'ipc'],
  });
  if (onErrorText) child.stderr?.setEncoding('utf8').on('data', onErrorText);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    ended: () => ended,
    message: () => nextMessage(child),
    usage: async () => {
      // One that is gone says so by its exit.
      child.send('usage', () => undefined);
      return (await nextMessage(child)) as Usage;
    },
    isRunning: () => child.exitCode === null && child.signalCode === null,
    stop: async () => {
      if (child.exitCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

function nextMessage(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null): void => {
      child.off('message', onMessage);
      reject(new Error(`A child process ended with ${String(code)}.`));
    };
    const onMessage = (message: unknown): void => {
      child.off('exit', onExit);
      resolve(message);
    };
    child.once('exit', onExit).once('message', onMessage);
  });
}
