import { isGeneratedDomainKey, normalizeDomainKey } from '@licet/core';
import type { LicenseRow } from '../../db/tables.js';
import { fail, type Outcome, succeed } from '../../problems.js';
import type { Caller } from '../api-keys/authenticate.js';
import type { Context } from '../context.js';
import { trySecret } from '../guesses/try-secret.js';

/** The purpose under which domain keys are sealed. */
export const domainKeyPurpose = 'domain-key';

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

/** What is stored of a domain key. */
export function toKeyColumns(
  { vault }: Pick<Context, 'vault'>,
  normalizedKey: string,
): Pick<LicenseRow, 'key_hmac' | 'key_sealed' | 'imported'> {
  return {
    key_hmac: vault.domainKeyHmac(normalizedKey),
    key_sealed: vault.sealer.seal(domainKeyPurpose, normalizedKey),
    imported: isGeneratedDomainKey(normalizedKey) ? 0 : 1,
  };
}

/** The domain key of a license as its customer writes it; `undefined` for kinds without one. */
export function openDomainKey(
  { vault }: Pick<Context, 'vault'>,
  { key_sealed, imported }: LicenseRow,
): string | undefined {
  if (key_sealed === null) return undefined;
  const key = vault.sealer.open(domainKeyPurpose, key_sealed).toString();
  return imported === 1 ? key : key.replaceAll(/(?<=^(?:.{4})+)(?!$)/g, '-');
}
