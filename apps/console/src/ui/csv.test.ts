import { describe, expect, it } from 'vitest';
import { parseCsv, toCsv } from './csv.js';

const cellsOf = (text: string) => parseCsv(text).map(({ cells }) => cells);

describe('a CSV file that is written', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1', '=cmd|"/c calc"!A1'])(
    'has no cell that a spreadsheet runs: %j',
    (text) => {
      const line = toCsv([[text, 'x']]);
      expect(line).toMatch(/^"?'/);
      expect(cellsOf(line)[0]?.[0]).toBe(`'${text}`);
    },
  );

  it.each(['a', 'a,b', 'a"b', 'a\r\nb', ' a ', "a'b", 'ä;ö'])('gives back %j', (text) => {
    expect(cellsOf(toCsv([[text, text]]))).toEqual([[text, text]]);
  });
});

describe('a CSV file that is read', () => {
  it('has lines that are counted as editors count them', () => {
    const rows = parseCsv('\uFEFFa,b\r\n\r\n"x\r\ny",1\r\nz,2');
    expect(rows).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 3, cells: ['x\r\ny', '1'] },
      { line: 5, cells: ['z', '2'] },
    ]);
  });

  it('may be separated by semicolons', () => {
    expect(cellsOf('a;b\n1,5;2\n')).toEqual([
      ['a', 'b'],
      ['1,5', '2'],
    ]);
  });
});
