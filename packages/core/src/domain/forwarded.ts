/** What a `Forwarded` field of one element says about the host: its value, or nothing. */
export interface ForwardedElement {
  readonly host: string | undefined;
}

/**
 * One pair, its value a token or a quoted string, up to the next semicolon or the end (RFC 7239 section 4, RFC 9110
 * section 5.6). A pair may be empty. Alternatives begin with different characters, so that there is no backtracking.
 */
const pair =
  /(?:([\w!#$%&'*+.^`|~-]+)=(?:([\w!#$%&'*+.^`|~-]+)|"((?:[\t !#-[\]-~\u0080-\u00ff]|\\[\t -~\u0080-\u00ff])*)"))?(;|$)/y;

/**
 * Reads a `Forwarded` field that has exactly one element. `undefined` for a list, which would leave open whose word it is,
 * for a parameter given twice (section 4 forbids it) and for everything outside the grammar.
 */
export function readForwarded(value: string): ForwardedElement | undefined {
  const seen = new Map<string, string>();
  pair.lastIndex = 0;
  for (;;) {
    const match = pair.exec(value);
    if (match === null) return undefined;
    const [, name, token, quoted, separator] = match;
    if (name !== undefined && !addOnce(seen, name.toLowerCase(), token ?? unescape(quoted ?? '')))
      return undefined;
    if (separator === '') return { host: seen.get('host') };
  }
}

function addOnce(seen: Map<string, string>, name: string, value: string): boolean {
  if (seen.has(name)) return false;
  seen.set(name, value);
  return true;
}

function unescape(quoted: string): string {
  return quoted.replaceAll(/\\(.)/g, '$1');
}
