import type { SourceFile } from './find-entry.js';

/** Lines that take the place of others: of none, where `removes` is 0. */
export interface LineEdit {
  /** Index of the first line that is replaced, or before which lines are inserted. */
  readonly at: number;
  readonly removes: number;
  readonly lines: readonly string[];
}

/** A changed file, and what was changed. */
export interface FileEdit {
  readonly source: SourceFile;
  readonly edits: readonly LineEdit[];
}

/** The file's lines, without what ends them. */
export function linesOf(text: string): readonly string[] {
  return text.split(/\r?\n/);
}

/** The text after the edits, with the line ends that the file has. */
export function applyEdits({ source, edits }: FileEdit): string {
  const lines = [...linesOf(source.text)];
  for (const { at, removes, lines: added } of [...edits].sort((a, b) => b.at - a.at)) {
    lines.splice(at, removes, ...added);
  }
  return lines.join(source.text.includes('\r\n') ? '\r\n' : '\n');
}

const contextLines = 3;

/** The edits as a unified diff, as `patch` and people read it. */
export function toUnifiedDiff(edit: FileEdit): string {
  const { file, text } = edit.source;
  const lines = linesOf(text);
  let shift = 0;
  const hunks = groupEdits(edit.edits, lines.length).map((group) => {
    const hunk = formatHunk(lines, group, shift);
    shift += hunk.added - hunk.removed;
    return hunk.text;
  });
  return `--- a/${file}\n+++ b/${file}\n${hunks.join('')}`;
}

interface Group {
  readonly from: number;
  readonly to: number;
  readonly edits: readonly LineEdit[];
}

/** Edits whose surroundings touch share a hunk. */
function groupEdits(edits: readonly LineEdit[], length: number): readonly Group[] {
  const groups: Group[] = [];
  for (const edit of [...edits].sort((a, b) => a.at - b.at)) {
    const from = Math.max(0, edit.at - contextLines);
    const to = Math.min(length, edit.at + edit.removes + contextLines);
    const last = groups.at(-1);
    if (last && from <= last.to) {
      groups[groups.length - 1] = { from: last.from, to, edits: [...last.edits, edit] };
    } else groups.push({ from, to, edits: [edit] });
  }
  return groups;
}

function formatHunk(lines: readonly string[], { from, to, edits }: Group, shift: number) {
  const body: string[] = [];
  let next = from;
  for (const { at, removes, lines: added } of edits) {
    body.push(...lines.slice(next, at).map((line) => ` ${line}`));
    body.push(...lines.slice(at, at + removes).map((line) => `-${line}`));
    body.push(...added.map((line) => `+${line}`));
    next = at + removes;
  }
  body.push(...lines.slice(next, to).map((line) => ` ${line}`));
  const removed = edits.reduce((sum, { removes }) => sum + removes, 0);
  const added = edits.reduce((sum, edit) => sum + edit.lines.length, 0);
  const length = to - from;
  const head = `@@ -${from + 1},${length} +${from + 1 + shift},${length - removed + added} @@`;
  return { text: `${[head, ...body].join('\n')}\n`, removed, added };
}
