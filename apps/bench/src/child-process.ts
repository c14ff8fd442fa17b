import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Usage } from './usage.js';

/** A child of the benchmark that is asked for its usage while it works. */
export interface Child {
  usage(): Promise<Usage>;
  /** The next message that the child sends by itself. */
  message(): Promise<unknown>;
  isRunning(): boolean;
  stop(): Promise<void>;
}

const reporter = new URL('./children/report-usage.js', import.meta.url).href;

/** Starts a script in a Node process of its own that reports its usage. */
export function startChild(
  file: URL,
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
): Child {
  const child = fork(file, args, {
    execArgv: ['--import', reporter],
    env: { ...process.env, ...env },
    // A server's log goes nowhere, but is written: that is part of its work.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  return {
    message: () => nextMessage(child),
    usage: async () => {
      child.send('usage');
      return (await nextMessage(child)) as Usage;
    },
    isRunning: () => child.exitCode === null,
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
