import { describe, expect, it } from 'vitest';
import type { Problem } from '../api/http.js';
import type { ImportRow } from './read-licenses.js';
import { runImport, type Progress } from './run-import.js';

const rows = Array.from({ length: 50 }, (_, index) => ({
  line: index + 2,
  draft: {},
  key: String(index),
}));
const problemOf = (status: number): Problem => ({ status, code: 'x', title: '', detail: '' });

interface Script {
  readonly send: (row: ImportRow) => Promise<Problem | undefined>;
  readonly signal?: AbortSignal;
}

async function run({ send, signal = new AbortController().signal }: Script) {
  const waits: number[] = [];
  let last: Progress = { done: 0, refused: [] };
  const wait = (seconds: number) => Promise.resolve(void waits.push(seconds));
  await runImport({ rows, send, wait, onProgress: (progress) => (last = progress), signal });
  return { waits, last };
}

describe('an import', () => {
  it('sends every line once, a few at a time', async () => {
    const sent: number[] = [];
    let [now, most] = [0, 0];
    const { last } = await run({
      send: async ({ line }) => {
        most = Math.max(most, ++now);
        sent.push(line);
        await Promise.resolve();
        now--;
        return undefined;
      },
    });
    expect(sent).toEqual(rows.map(({ line }) => line));
    expect([last.done, most]).toEqual([50, 4]);
  });

  it('goes on after a refused line, and tells which it was', async () => {
    const send = ({ line }: ImportRow) =>
      Promise.resolve(line % 20 === 0 ? problemOf(400) : undefined);
    const { last } = await run({ send });
    expect([last.done, last.refused.map(({ line }) => line)]).toEqual([50, [20, 40]]);
  });

  it('waits as long as the server says, and sends the line again', async () => {
    let refusals = 3;
    const send = () =>
      Promise.resolve(refusals-- > 0 ? { ...problemOf(429), retryAfter: 7 } : undefined);
    const { waits, last } = await run({ send });
    expect([waits, last]).toEqual([[7, 7, 7], { done: 50, refused: [] }]);
  });

  it('ends when it is told to, without a word about lines that were not judged', async () => {
    const controller = new AbortController();
    let sent = 0;
    const send = () => {
      if (++sent === 10) controller.abort();
      return Promise.resolve(sent >= 10 ? problemOf(503) : undefined);
    };
    const { last } = await run({ send, signal: controller.signal });
    expect(last).toEqual({ done: 9, refused: [] });
  });
});
