import { spread } from './format.js';
import type { Line } from './row.js';

type Cells = readonly string[];

const titles: Cells = ['', 'work', 'ours', 'reference', 'median [quartiles]', 'goal', 'A/A', ''];

/** The whole result as one table of text. */
export function toTable(
  rows: readonly { readonly id: string; readonly lines: readonly Line[] }[],
): string {
  const body = rows.flatMap(({ id, lines }) => lines.map((line) => toCells(id, line)));
  const all = [titles, ...body];
  const widths = titles.map((_, column) =>
    Math.max(...all.map((cells) => cells[column]?.length ?? 0)),
  );
  return all
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function toCells(
  id: string,
  { work, ours, reference, measured, unit, atMost, control }: Line,
): Cells {
  return [
    id,
    work,
    ours,
    reference,
    spread(measured, unit),
    `<= ${String(atMost)}${unit}`,
    control === undefined ? '' : spread(control, unit),
    measured.median <= atMost ? 'met' : 'MISSED',
  ];
}
