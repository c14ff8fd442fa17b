/** What an application licensed for {@link hostCaseDomain} has to do with a request. */
export type HostCaseVerdict =
  /** The guard lets it pass, and the application serves it. */
  | 'allowed'
  /** The guard refuses it with 403. */
  | 'refused'
  /** Node's own parser answers 400 before any guard sees a request. */
  | 'bad-request'
  /** The guard refuses it with 403, or a framework that takes every target for a URL answers 400 before it is asked. */
  | 'no-url';

/** One raw request and the right verdict on it. */
export interface HostCase {
  readonly name: string;
  /** The request as it goes over the wire, each character one byte. */
  readonly request: string;
  /** What the guard is to be configured with. The case is sent from 127.0.0.1. */
  readonly trustedProxies: readonly string[];
  readonly expected: HostCaseVerdict;
}

/** The one domain that the license under test names. */
export const hostCaseDomain = { name: 'example.com', scope: 'host+www' } as const;

/** A case in short: its name, the header lines (or the whole request when it begins with a request line), its verdict. */
export type HostCaseRow = readonly [
  name: string,
  lines: readonly string[],
  expected: HostCaseVerdict,
];

/** Writes rows out as cases; a row without a request line of its own asks for `/`. */
export function toHostCases(
  rows: readonly HostCaseRow[],
  trustedProxies: readonly string[] = [],
): readonly HostCase[] {
  return rows.map(([name, lines, expected]) => ({
    name,
    request: toRequest(lines),
    trustedProxies,
    expected,
  }));
}

function toRequest(lines: readonly string[]): string {
  const hasRequestLine = /^[A-Z]+ .* HTTP\/1\.[01]$/.test(lines[0] ?? '');
  const head = hasRequestLine ? lines : ['GET / HTTP/1.1', ...lines];
  return [...head, 'Connection: close', '', ''].join('\r\n');
}
