import type { License } from '../api/types.js';

let newest: Pick<License, 'id' | 'generation' | 'key'> | undefined;

/** A domain key is in the answer that made it: the page of the license shows it without asking again. */
export function keepNewKey({ id, generation, key }: License): void {
  newest = key === undefined ? undefined : { id, generation, key };
}

/** The key that was just made for a license, unless the license has changed since. */
export function newKeyOf({ id, generation }: License): string | undefined {
  return newest?.id === id && newest.generation === generation ? newest.key : undefined;
}
