/** What a `Forwarded` field of one element says about the host: its value, or nothing. */
export interface ForwardedElement {
  readonly host: string | undefined;
}

/**
 * One pair, its value a token or a quoted string, up to a semicolon, to a comma with white space around it, or to the end (RFC
 * 7239 section 4, RFC 9110 sections 5.6.1 and 5.6.4). A pair may be empty. Alternatives begin with different characters, so that
 * there is no backtracking.
 */
const pair =
  /(?:([\w!#$%&'*+.^`|~-]+)=(?:([\w!#$%&'*+.^`|~-]+)|"((?:[\t !#-[\]-~\u0080-\u00ff]|\\[\t -~\u0080-\u00ff])*)"))?(;|[\t ]*,[\t ]*|$)/y;

/**
 * Reads a `Forwarded` field that has exactly one element. `undefined` for a list, which would leave open whose word it is,
 * for a parameter given twice (section 4 forbids it) and for everything outside the grammar.
 */
export function readForwarded(value: string): ForwardedElement | undefined {
  const elements = readElements(value);
  const [element] = elements ?? [];
  return elements?.length === 1 ? { host: element?.get('host') } : undefined;
}

/** The `for` of every element of a `Forwarded` list, from the first proxy to the last; `undefined` outside the grammar. */
export function readForwardedFor(value: string): readonly (string | undefined)[] | undefined {
  return readElements(value)?.map((element) => element.get('for'));
}

function readElements(value: string): readonly ReadonlyMap<string, string>[] | undefined {
  let element = new Map<string, string>();
  const elements = [element];
  pair.lastIndex = 0;
  for (;;) {
    const match = pair.exec(value);
    if (match === null) return undefined;
    const [, name, token, quoted, separator] = match;
    if (
      name !== undefined &&
      !addOnce(element, name.toLowerCase(), token ?? unescape(quoted ?? ''))
    )
      return undefined;
    if (separator === '') return elements;
    if (separator !== ';') {
      element = new Map<string, string>();
      elements.push(element);
    }
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
