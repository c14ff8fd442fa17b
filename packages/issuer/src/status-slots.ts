import { randomInt } from 'node:crypto';
import { OptionsError, statusListSlots } from '@licet/core';

/** How many slots one status list has. */
export const statusListSize: number = statusListSlots;

/**
 * A slot drawn evenly from the whole list: counting up would tell every customer how many licenses
 * were sold.
 */
export function randomStatusIndex(): number {
  return randomInt(statusListSize);
}

/** Which list of which issuer, and where its server is reached from outside, if it is. */
export interface StatusListAddress {
  readonly issuer: string;
  readonly publicUrl?: string | undefined;
  /** The number of the list, from 0. */
  readonly list: number;
}

/**
 * The name by which documents refer to a status list (`status.status_list.uri`, IETF Token Status
 * List): an address under the public URL when there is one, else a URN that a guard maps to an
 * address. Throws `OptionsError` (`list`).
 */
export function statusListUri({ issuer, publicUrl, list }: StatusListAddress): string {
  if (!Number.isSafeInteger(list) || list < 0)
    throw new OptionsError('list', 'expected an integer from 0.');
  return publicUrl === undefined
    ? `urn:licet:${issuer}:status:${String(list)}`
    : `${publicUrl.replace(/\/$/, '')}/v1/status-lists/${String(list)}`;
}
