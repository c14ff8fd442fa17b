/** Why a text is not acceptable JSON. */
export type StrictJsonCode = 'not_json' | 'too_deep' | 'duplicate_member';

/** A JSON value whose objects have no member twice, in any case, and whose depth is bounded. */
export type StrictJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly code: StrictJsonCode };

/**
 * Parses JSON (RFC 8259) and refuses what two parsers could read differently: a member name that occurs twice in one
 * object, even in another case, and nesting deeper than `maxDepth` (a scalar has depth 0, `{}` has depth 1).
 */
export function parseStrictJson(text: string, options: { readonly maxDepth: number }): StrictJson {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, code: 'not_json' };
  }
  const code = findFault(text, options.maxDepth);
  return code === undefined ? { ok: true, value } : { ok: false, code };
}

const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;

/** Walks a text that is known to be JSON, so that a string is a member name exactly when a colon follows it. */
function findFault(text: string, maxDepth: number): StrictJsonCode | undefined {
  const outer: MemberNames[] = [];
  let names = new MemberNames();
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case 0x7b: // {
      case 0x5b: // [
        if (outer.push(names) > maxDepth) return 'too_deep';
        names = new MemberNames();
        break;
      case 0x7d: // }
      case 0x5d: // ]
        names = outer.pop() ?? names;
        break;
      case quote: {
        const end = closingQuote(text, at);
        if (isFollowedByColon(text, end) && !names.add(nameBetween(text, at, end))) {
          return 'duplicate_member';
        }
        at = end;
      }
    }
  }
  return undefined;
}

/** The names of one object. Searching a few strings is faster than hashing them; many are hashed, to stay linear. */
class MemberNames {
  #few: string[] | undefined;
  #many: Set<string> | undefined;

  /** False when the name is there already. */
  add(name: string): boolean {
    if (this.#many?.has(name) || this.#few?.includes(name)) return false;
    if (this.#many !== undefined) this.#many.add(name);
    else if (this.#few === undefined) this.#few = [name];
    else if (this.#few.push(name) > 16) this.#many = new Set(this.#few.splice(0));
    return true;
  }
}

function closingQuote(text: string, opening: number): number {
  let end = text.indexOf('"', opening + 1);
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end;
}

function isEscaped(text: string, at: number): boolean {
  let first = at;
  while (text.charCodeAt(first - 1) === backslash) first--;
  return (at - first) % 2 === 1;
}

function isFollowedByColon(text: string, at: number): boolean {
  let next = at + 1;
  while (text.charCodeAt(next) <= 0x20) next++;
  return text.charCodeAt(next) === colon;
}

/** Escapes are resolved and case is folded: what another parser might take for the same name is the same here. */
function nameBetween(text: string, opening: number, closing: number): string {
  const name = text.slice(opening + 1, closing);
  return (name.includes('\\') ? String(JSON.parse(`"${name}"`)) : name).toLowerCase();
}
