import fastify from 'fastify';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { joinLogLines } from './join-log-lines.js';
import { createLoggerOptions } from './log-requests.js';

function openLog() {
  const writes: string[][] = [];
  const stream = joinLogLines({ write: (text) => void writes.push(toMessages(text)) });
  const { log } = fastify({ logger: createLoggerOptions('info', stream) });
  return { writes, log, stream };
}

function toMessages(text: string): string[] {
  expect(text.endsWith('\n')).toBe(true);
  return text
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { msg: string }).msg);
}

it('writes the lines of a turn together, when it ends', async () => {
  const { writes, log } = openLog();
  for (const text of ['a', 'b']) log.info(text);
  expect(writes).toEqual([]);
  await turn();
  log.info('c');
  await turn();
  await turn();
  expect(writes).toEqual([['a', 'b'], ['c']]);
});

it('writes an error at once, behind what came before it', () => {
  const { writes, log } = openLog();
  log.info('a');
  log.error('b');
  expect(writes).toEqual([['a', 'b']]);
});

it('writes what is left when it is told to', async () => {
  const { writes, log, stream } = openLog();
  log.warn('a');
  stream.flush();
  await turn();
  expect(writes).toEqual([['a']]);
});
