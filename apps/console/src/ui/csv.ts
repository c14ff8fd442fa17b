/**
 * Rows as CSV (RFC 4180). A text that a spreadsheet would run as a formula (it begins with =, +, -, @, a tab or a line break) gets an apostrophe in
 * front, as OWASP advises: whoever opens the file sees the text and nothing happens.
 */
export function toCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(toCell).join(',')}\r\n`).join('');
}

function toCell(text: string): string {
  const safe = /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
  return /["',\r\n;\t]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A row of a file, and the line on which it begins. */
export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * Reads CSV with commas or, when the first line has more of them, semicolons; quoted cells may hold line breaks. Empty lines are skipped. Text
 * behind the closing quote is kept, so that a broken file shows where it is broken rather than lose something.
 */
export function parseCsv(text: string): CsvRow[] {
  const source = text.replace(/^\uFEFF/, '');
  const separator = findSeparator(source);
  const rows: CsvRow[] = [];
  let cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  let line = 1;
  let first = 1;
  const endRow = () => {
    cells.push(cell);
    if (cells.length > 1 || cell.trim() !== '') rows.push({ line: first, cells });
    [cells, cell, first] = [[], '', line + 1];
  };
  for (let at = 0; at < source.length; at++) {
    const symbol = source.charAt(at);
    if (isQuoted) {
      if (symbol === '\n') line++;
      if (symbol !== '"') cell += symbol;
      else if (source.charAt(at + 1) === '"') cell += source.charAt(at++);
      else isQuoted = false;
    } else if (symbol === '"' && cell.trim() === '') [isQuoted, cell] = [true, ''];
    else if (symbol === separator) {
      cells.push(cell);
      cell = '';
    } else if (symbol === '\n') {
      endRow();
      line++;
    } else if (symbol !== '\r' || source.charAt(at + 1) !== '\n') cell += symbol;
  }
  if (cell !== '' || cells.length > 0) endRow();
  return rows;
}

function findSeparator(text: string): string {
  const [line = ''] = text.split('\n', 1);
  const unquoted = line.replaceAll(/"[^"]*"/g, '');
  const count = (symbol: string) => unquoted.split(symbol).length;
  return count(';') > count(',') ? ';' : ',';
}
