import { stripVTControlCharacters } from 'node:util';

/** Rows in columns that line up; the last column is as long as it wants to be. */
export function formatTable(rows: readonly (readonly string[])[], indent: string = ''): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) {
      widths[column] = Math.max(widths[column] ?? 0, widthOf(cell));
    }
  }
  return rows.map((row) => `${indent}${formatRow(row, widths)}\n`).join('');
}

function formatRow(row: readonly string[], widths: readonly number[]): string {
  return row
    .map((cell, column) => {
      const isLast = column === row.length - 1;
      return isLast ? cell : cell + ' '.repeat((widths[column] ?? 0) - widthOf(cell));
    })
    .join('  ')
    .trimEnd();
}

function widthOf(cell: string): number {
  return stripVTControlCharacters(cell).length;
}
