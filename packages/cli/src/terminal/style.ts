import { styleText } from 'node:util';

/** Colors where there are any to be seen. */
export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
}

const formats = ['bold', 'dim', 'red', 'green', 'yellow'] as const;

/** Colors only on a terminal, and never where `NO_COLOR` is set (no-color.org) or the terminal is a dumb one. */
export function createStyle(
  stream: { readonly isTTY?: boolean },
  env: Readonly<Record<string, string | undefined>>,
): Style {
  const isColored = stream.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb';
  const entries = formats.map((format) => [
    format,
    (text: string) => (isColored ? styleText(format, text, { validateStream: false }) : text),
  ]);
  return Object.fromEntries(entries) as Style;
}

/**
 * Makes a text that others wrote fit for a terminal: what could move the cursor, color or hide is spelled out, so that no license and no
 * server can draw on the screen of whoever looks at it.
 */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, (symbol) => {
    const point = symbol.codePointAt(0) ?? 0;
    return `\\u{${point.toString(16)}}`;
  });
}
