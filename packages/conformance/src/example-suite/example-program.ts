import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createVisitor, type Visitor } from '../exchange.js';

/** A running example application. */
export interface ExampleProgram extends Visitor {
  /** Everything it has printed to standard output so far. */
  readonly output: () => string;
  /** Sends SIGTERM and waits for the end. */
  readonly stop: () => Promise<void>;
}

/** Starts a built program, and waits until it prints where it listens. Rejects when it ends before. */
export async function startExampleProgram(
  main: URL,
  env: Readonly<Record<string, string>>,
): Promise<ExampleProgram> {
  const child = spawn(process.execPath, [fileURLToPath(main)], {
    env: { ...process.env, ...env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [output, errors] = [child.stdout, child.stderr].map(collect);
  const exit = once(child, 'exit');
  const port = await Promise.race([
    portPrinted(child, output),
    exit.then(() => {
      throw new Error(`The program ended before it listened: ${errors?.() ?? ''}`);
    }),
  ]);
  return {
    ...createVisitor(port),
    output: () => output?.() ?? '',
    stop: async () => {
      child.kill('SIGTERM');
      await exit;
    },
  };
}

function collect(stream: ChildProcess['stdout']): () => string {
  let text = '';
  stream?.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  return () => text;
}

async function portPrinted(child: ChildProcess, output?: () => string): Promise<number> {
  for (;;) {
    const port = /^listening (\d+)\n/m.exec(output?.() ?? '')?.[1];
    if (port !== undefined) return Number(port);
    if (child.stdout !== null) await once(child.stdout, 'data');
  }
}
