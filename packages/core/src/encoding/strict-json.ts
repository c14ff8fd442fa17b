/** A JSON value whose objects have no member twice, in any case, and whose depth is bounded. */
export type StrictJson =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly detail: string };

/**
 * Parses JSON (RFC 8259) and refuses what two parsers could read differently: a member name that occurs twice in one
 * object, even in another case, and nesting deeper than `maxDepth` (a scalar has depth 0, `{}` has depth 1).
 */
export function parseStrictJson(text: string, options: { readonly maxDepth: number }): StrictJson {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, detail: 'not JSON' };
  }
  const detail = findFault(text, options.maxDepth);
  return detail === undefined ? { ok: true, value } : { ok: false, detail };
}

const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;

/** Walks a text that is known to be JSON, so that a string is a member name exactly when a colon follows it. */
function findFault(text: string, maxDepth: number): string | undefined {
  const names: Set<string>[] = [];
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case 0x7b: // {
      case 0x5b: // [
        if (names.push(new Set()) > maxDepth)
          return `nested deeper than ${String(maxDepth)} levels`;
        break;
      case 0x7d: // }
      case 0x5d: // ]
        names.pop();
        break;
      case quote: {
        const end = endOfString(text, at);
        if (isFollowedByColon(text, end) && !addName(names.at(-1), text.slice(at, end))) {
          return 'a member name occurs twice in one object';
        }
        at = end - 1;
      }
    }
  }
  return undefined;
}

/** The index behind the closing quote of the string that opens at `start`. */
function endOfString(text: string, start: number): number {
  let end = start;
  do {
    end = text.indexOf('"', end + 1);
  } while (isEscaped(text, end));
  return end + 1;
}

function isEscaped(text: string, at: number): boolean {
  let first = at;
  while (text.charCodeAt(first - 1) === backslash) first--;
  return (at - first) % 2 === 1;
}

function isFollowedByColon(text: string, at: number): boolean {
  let next = at;
  while (text.charCodeAt(next) <= 0x20) next++;
  return text.charCodeAt(next) === colon;
}

function addName(names: Set<string> | undefined, literal: string): boolean {
  const name = literal.includes('\\') ? String(JSON.parse(literal)) : literal.slice(1, -1);
  const folded = name.toLowerCase();
  if (names === undefined || names.has(folded)) return false;
  names.add(folded);
  return true;
}
