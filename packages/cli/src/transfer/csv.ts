/** A record that was read, and the line of the file on which it began. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/** What a CSV file cannot be. */
export class CsvError extends Error {
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

/** More than any record of ours is long: an unclosed quote must not swallow a large file. */
const longestRecord = 65_536;

/** Reads records of CSV (RFC 4180) from pieces of text, one at a time: quoted cells may hold line breaks, blank lines are left out. */
export async function* parseCsv(chunks: AsyncIterable<string>): AsyncGenerator<CsvRecord> {
  const parser = new CsvParser();
  for await (const chunk of chunks) yield* parser.push(chunk);
  yield* parser.end();
}

class CsvParser {
  #line = 1;
  #start = 1;
  #cell = '';
  #cells: string[] = [];
  #length = 0;
  /** `closed`: behind the quote that may have ended a cell. */
  #state: 'plain' | 'quoted' | 'closed' = 'plain';
  #skipsLf = false;

  *push(chunk: string): Generator<CsvRecord> {
    for (const symbol of chunk) {
      const record = this.#take(symbol);
      if (record) yield record;
    }
  }

  *end(): Generator<CsvRecord> {
    if (this.#state === 'quoted') throw new CsvError(this.#start, 'A quote is never closed.');
    const record = this.#endRecord();
    if (record) yield record;
  }

  #take(symbol: string): CsvRecord | undefined {
    const isPair = symbol === '\n' && this.#skipsLf;
    this.#skipsLf = false;
    if (isPair) return undefined;
    if ((this.#length += 1) > longestRecord) {
      throw new CsvError(this.#start, 'The record is too long: is a quote left open?');
    }
    const isQuoted = this.#state === 'quoted';
    if (!isQuoted && (symbol === '\n' || symbol === '\r')) return this.#takeLineEnd(symbol);
    if (isQuoted) this.#takeQuoted(symbol);
    else if (symbol === ',') this.#endCell();
    else this.#takePlain(symbol);
    return undefined;
  }

  #takeQuoted(symbol: string): void {
    if (symbol === '"') this.#state = 'closed';
    else this.#cell += symbol;
    if (symbol === '\n') this.#line += 1;
  }

  #takePlain(symbol: string): void {
    if (symbol === '"' && this.#state === 'closed') {
      this.#cell += '"';
      this.#state = 'quoted';
    } else if (symbol === '"' && this.#cell === '') this.#state = 'quoted';
    else if (this.#state === 'closed') {
      throw new CsvError(this.#line, 'Something stands behind a closing quote.');
    } else this.#cell += symbol;
  }

  #takeLineEnd(symbol: string): CsvRecord | undefined {
    const record = this.#endRecord();
    this.#skipsLf = symbol === '\r';
    this.#line += 1;
    this.#start = this.#line;
    return record;
  }

  #endCell(): void {
    this.#cells.push(this.#cell);
    this.#cell = '';
    this.#state = 'plain';
  }

  #endRecord(): CsvRecord | undefined {
    const isBlank = this.#cells.length === 0 && this.#cell === '' && this.#state === 'plain';
    this.#endCell();
    const record = { line: this.#start, cells: this.#cells };
    this.#cells = [];
    this.#length = 0;
    return isBlank ? undefined : record;
  }
}

/** One record, with CR LF (RFC 4180). */
export function formatCsv(cells: readonly string[]): string {
  return `${cells.map((cell) => quote(guardFormula(cell))).join(',')}\r\n`;
}

function quote(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/**
 * Spreadsheets run cells that begin like a formula, whoever wrote them: such a cell gets an apostrophe in front, and one that begins with
 * apostrophes and then like a formula gets another, so that {@link unguardFormula} gives back exactly what was.
 */
export function guardFormula(cell: string): string {
  return /^'*[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
}

/** What stood in a cell before {@link guardFormula}. */
export function unguardFormula(cell: string): string {
  return /^'+[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell;
}
