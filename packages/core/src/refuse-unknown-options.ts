import { OptionsError } from './errors.js';

/** Throws `OptionsError` for the first option that has no meaning: it was misspelt, and would be missed. */
export function refuseUnknownOptions(options: object, known: readonly string[]): void {
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new OptionsError(unknown, `unknown option; known are ${known.join(', ')}.`);
}
