import { normalizeServerPath } from '@licet/core';
import { fail, succeed, type Outcome } from '../../problems.js';

/** Reads the path of a license server: a name, which nobody opens. Codes: `invalid_field`. */
export function parseServerPath(text: string): Outcome<string> {
  const path = normalizeServerPath(text);
  return path === undefined || normalizeServerPath(path) !== path
    ? fail(
        'invalid_field',
        'Send serverPath as 1 to 1024 characters that can be seen.',
        'serverPath',
      )
    : succeed(path);
}
