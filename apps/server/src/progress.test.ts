import { expect, it } from 'vitest';
import { createProgress } from './progress.js';

function show(isTerminal: boolean) {
  let now = 5000;
  const written: string[] = [];
  const output = {
    isTerminal,
    write: (text: string) => void written.push(text),
    milliseconds: () => now,
  };
  const progress = createProgress('Copied', 4000, output);
  return { progress, written, wait: (milliseconds: number) => (now += milliseconds) };
}

it('keeps one line up to date on a terminal, and not more often than people read', () => {
  const { progress, written, wait } = show(true);
  wait(199);
  progress.advance('licenses', 500);
  wait(801);
  progress.advance('licenses', 500);
  wait(100);
  progress.advance('documents', 0);
  expect(written).toEqual([
    '\r\u001b[KCopied: 1000 of 4000 rows, 25 %, 1000 rows/s, 00:03 left, licenses',
  ]);
});

it('writes plain lines now and then anywhere else, and one at the end', () => {
  const { progress, written, wait } = show(false);
  wait(9_999);
  progress.advance('licenses', 1);
  wait(3_990_001);
  progress.advance('licenses', 1000);
  progress.advance('audit_log', 2999);
  progress.end();
  expect(written).toEqual([
    'Copied: 1001 of 4000 rows, 25 %, 0 rows/s, licenses\n',
    'Copied: 4000 of 4000 rows, 100 %, 1 rows/s\n',
  ]);
});

it('has nothing to divide by when there is nothing to do', () => {
  const { progress, written } = show(false);
  progress.end();
  expect(written[0]).toBe('Copied: 0 of 4000 rows, 0 %, 0 rows/s\n');
});
