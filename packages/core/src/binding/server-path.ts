import { trimAscii, unreadableCharacters } from '../encoding/symbols.js';

const longest = 1024;

/**
 * Brings the path of a license server into the one form that is signed and compared: slashes forward, letters lower case and composed
 * (NFC), neither slashes nor white space at the end. It is a name and nothing else: nobody opens or resolves it. `undefined`
 * unless it is 1 to 1024 readable characters.
 */
export function normalizeServerPath(text: string): string | undefined {
  const trimmed = trimAscii(text);
  if (trimmed === '' || trimmed.length > longest || unreadableCharacters.test(trimmed))
    return undefined;
  const path = trimmed.replaceAll('\\', '/').toLowerCase().normalize('NFC');
  return path.length > longest ? undefined : withoutTail(path);
}

/** Slashes and spaces go together: what is left of `srv /` must not be `srv ` with a tail of its own. */
function withoutTail(path: string): string {
  let end = path.length;
  while (end > 1 && (path[end - 1] === '/' || path[end - 1] === ' ')) end -= 1;
  return path.slice(0, end);
}
