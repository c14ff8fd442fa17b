import { OptionsError } from '../errors.js';
import type { StatusReceiver, StatusSource } from '../status/status-source.js';
import { ListPoller } from './list-poller.js';
import { parseStatusListsOptions, type StatusListsOptions } from './status-lists-options.js';

/** Status lists that are asked for again and again while a gate uses them. */
export interface StatusLists extends StatusSource {
  /** Asks now instead of at the next poll. Never rejects: what failed is an event of the gate. */
  refresh(): Promise<void>;
}

/**
 * The vendor's status lists and list of stolen keys, for a gate whose license is a file: which lists, its licenses say. They are polled in the
 * background, from the server or from anywhere else, as they are signed. A list that cannot be had changes nothing, until the signed
 * `offlineDays` are over. One source serves one gate. Throws `OptionsError` for wrong options, never for a bad list.
 */
export function statusLists(options: StatusListsOptions = {}): StatusLists {
  const settings = parseStatusListsOptions(options);
  let poller: ListPoller | undefined;
  return Object.freeze({
    start: (receiver: StatusReceiver) => {
      if (poller !== undefined)
        throw new OptionsError('statusLists', 'this source serves a gate already: make another.');
      const started = new ListPoller(settings, receiver);
      poller = started;
      started.start();
      return () => {
        started.stop();
        poller = undefined;
      };
    },
    refresh: () => poller?.refresh() ?? Promise.resolve(),
  });
}
