import { startChild, type Child } from './child-process.js';

const program = new URL('dist/main.js', import.meta.resolve('licet/package.json'));
const terminal = new URL('./children/as-terminal.js', import.meta.url);

/** A server, as the command line is told of it. */
export interface Target {
  readonly port: number;
  readonly apiKey: string;
}

/** Starts `licet import` of a file as on a terminal; `onProgress` takes how many licenses each of its progress bars says were made. */
export function startImport(
  file: string,
  { port, apiKey }: Target,
  onProgress: (created: number) => void,
): Child {
  const env = { LICET_SERVER: `http://127.0.0.1:${String(port)}`, LICET_API_KEY: apiKey };
  return startChild(program, ['import', file, '--concurrency', '16'], env, {
    preload: terminal,
    onErrorText: (text) => {
      const bars = [...text.matchAll(/(\d+) created, \d+ refused/g)];
      for (const [, created] of bars) onProgress(Number(created));
      // Why it goes no further.
      if (bars.length === 0) process.stderr.write(text);
    },
  });
}
