import { isGeneratedDomainKey, normalizeDomainKey } from '@licet/core';
import { fail, type Outcome, succeed } from '../../problems.js';
import type { Caller } from '../api-keys/authenticate.js';
import type { Context } from '../context.js';
import { trySecret } from '../guesses/try-secret.js';

/** Reads a domain key that somebody sent. Codes: `invalid_field`. */
export function parseDomainKey(text: string, field: string): Outcome<string> {
  const normalized = normalizeDomainKey(text);
  return normalized === undefined
    ? fail(
        'invalid_field',
        `Send ${field} as 1 to 64 printable ASCII characters without spaces.`,
        field,
      )
    : succeed(normalized);
}

/** Finds by a domain key what `find` finds by its keyed hash; nothing found is a wrong guess. Codes: `too_many_guesses`. */
export async function tryDomainKey<T>(
  context: Context,
  caller: Caller,
  normalizedKey: string,
  find: (keyHmac: string) => Promise<T | undefined>,
): Promise<Outcome<T | undefined>> {
  const mark = context.vault.domainKeyHmac(normalizedKey);
  const isUnguessable = isGeneratedDomainKey(normalizedKey);
  return trySecret(context, caller, { kind: 'domain-key', mark, isUnguessable }, () => find(mark));
}
