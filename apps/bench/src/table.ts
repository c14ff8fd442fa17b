import { spread } from './format.js';
import type { Line } from './row.js';

/** The lines of one row of the list of goals. */
export interface RowResult {
  readonly id: string;
  readonly lines: readonly Line[];
}

type Cells = readonly string[];

const titles: Cells = ['', 'work', 'ours', 'reference', 'median [quartiles]', 'goal', 'A/A', ''];

/** The whole result as one table of text. */
export function toTable(rows: readonly RowResult[]): string {
  const all = [titles, ...toBody(rows)];
  const widths = widthsOf(all);
  return all.map((cells) => pad(cells, widths).join('  ').trimEnd()).join('\n');
}

/** The same as a table of Markdown. */
export function toMarkdownTable(rows: readonly RowResult[]): string {
  const all = [titles, ...toBody(rows)].map((cells) =>
    cells.map((cell) => cell.replaceAll('|', String.raw`\|`)),
  );
  const widths = widthsOf(all).map((width) => Math.max(width, 3));
  const [head = '', ...body] = all.map((cells) => `| ${pad(cells, widths).join(' | ')} |`);
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [head, rule, ...body].join('\n');
}

function toBody(rows: readonly RowResult[]): readonly Cells[] {
  return rows.flatMap(({ id, lines }) => lines.map((line) => toCells(id, line)));
}

function widthsOf(all: readonly Cells[]): readonly number[] {
  return titles.map((_, column) => Math.max(...all.map((cells) => cells[column]?.length ?? 0)));
}

function pad(cells: Cells, widths: readonly number[]): Cells {
  return cells.map((cell, column) => cell.padEnd(widths[column] ?? 0));
}

function toCells(id: string, line: Line): Cells {
  const { work, ours, reference, measured, unit, control } = line;
  return [
    id,
    work,
    ours,
    reference,
    measured === undefined ? '' : spread(measured, unit),
    toGoal(line),
    control === undefined ? '' : spread(control, unit),
    toVerdict(line),
  ];
}

function toGoal({ atMost, atLeast, unit }: Line): string {
  if (atMost !== undefined) return `<= ${String(atMost)}${unit}`;
  return atLeast === undefined ? '' : `>= ${String(atLeast)}${unit}`;
}

function toVerdict({ measured, atMost, atLeast }: Line): string {
  if (measured === undefined) return 'not measured';
  if (atMost === undefined && atLeast === undefined) return 'stated';
  const isMet = measured.median <= (atMost ?? Infinity) && measured.median >= (atLeast ?? 0);
  return isMet ? 'met' : 'MISSED';
}
