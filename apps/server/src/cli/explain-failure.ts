import { isDatabaseUnavailable } from '../db/database-faults.js';

const hints: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program listens there already: stop it, or set PORT',
  EADDRNOTAVAIL: 'this machine does not have that address: set HOST',
  ENOTFOUND: 'there is no host of that name: set HOST',
};

/**
 * Why the program gives up, for the person who started it: a line for what they can mend, all there is to know for what only we can.
 */
export function explainFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  const hint = hints[code];
  if (hint !== undefined) return `${error.message} (${hint})`;
  // Of the system, of the database, and our own: those say what is wrong with the place, not with the program.
  const isOfThePlace =
    code === 'cannot_start' || isDatabaseUnavailable(error) || /^(E[A-Z]+|SQLITE_\w+)$/.test(code);
  return isOfThePlace ? error.message : (error.stack ?? error.message);
}
