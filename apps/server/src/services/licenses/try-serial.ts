import { isGeneratedSerial } from '@licet/core';
import type { Outcome } from '../../problems.js';
import type { Caller } from '../api-keys/authenticate.js';
import type { Context } from '../context.js';
import { trySecret } from '../guesses/try-secret.js';

/**
 * Finds what `find` finds by a serial number, as `normalizeSerial` spells it; nothing found is a wrong guess. Codes: `too_many_guesses`.
 */
export async function trySerial<T>(
  context: Context,
  caller: Caller,
  serial: string,
  find: (serial: string) => Promise<T | undefined>,
): Promise<Outcome<T | undefined>> {
  const isUnguessable = isGeneratedSerial(serial);
  return trySecret(context, caller, { kind: 'serial', mark: serial, isUnguessable }, () =>
    find(serial),
  );
}
