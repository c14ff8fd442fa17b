import type { ListFailureCode } from '../errors.js';
import type { EpochSeconds } from '../time/clock.js';
import type { StatusListName } from './status-list.js';
import type { Inflate } from './verify-status-list.js';

/** Where a gate hears which documents were ended: `statusLists()` of `@licet/core/node`, or one of your own. */
export interface StatusSource {
  /** Starts to deliver; what is at hand is delivered before this returns. Returns the function that stops it. */
  start(receiver: StatusReceiver): () => void;
}

/** What a source of lists tells the gate, which verifies everything. */
export interface StatusReceiver {
  /** The lists that the licenses in use are in, each once. */
  listsInUse(): readonly StatusListName[];
  /** A status list, good or bad, that was asked for by this name. */
  deliverStatusList(text: string, name: StatusListName, inflate: Inflate): ListDelivery;
  /** A list of stolen keys, good or bad. */
  deliverTrustList(text: string): ListDelivery;
  /** A list, by its name, could not be had; `detail` says why, without secrets. */
  failList(name: string, detail: string): void;
}

/** What a gate made of a list. When it did not take it, the last good one counts on. */
export type ListDelivery =
  | { readonly ok: true; readonly sequence: number; readonly issuedAt: EpochSeconds }
  | { readonly ok: false; readonly code: ListFailureCode; readonly detail: string };
