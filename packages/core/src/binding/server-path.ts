import { trimAscii } from '../encoding/symbols.js';

/**
 * Brings the path of a license server into the one form that is signed and compared: slashes forward, letters lower case, no slash at the
 * end. It is a name and nothing else: nobody opens or resolves it. `undefined` unless it is 1 to 1024 readable characters.
 */
export function normalizeServerPath(text: string): string | undefined {
  const trimmed = trimAscii(text);
  if (trimmed === '' || trimmed.length > 1024 || /[\p{Cc}\p{Cf}\p{Cs}]/u.test(trimmed)) {
    return undefined;
  }
  const path = trimmed.replaceAll('\\', '/').toLowerCase();
  return withoutTrailingSlashes(path);
}

function withoutTrailingSlashes(path: string): string {
  let end = path.length;
  while (end > 1 && path.charCodeAt(end - 1) === 0x2f) end -= 1;
  return path.slice(0, end);
}
