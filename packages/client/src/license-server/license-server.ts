import { OptionsError, type LicenseReceiver, type LicenseSource } from '@licet/core';
import { parseLicenseServerOptions, type LicenseServerOptions } from './options.js';
import { Renewal, stopped } from './renewal.js';
import { idleStatus, type LicenseServerStatus, type RefreshOutcome } from './refresh.js';

/** A license that a server keeps fresh while a gate uses it. */
export interface LicenseServer extends LicenseSource {
  /** How it stands: a snapshot. */
  readonly status: LicenseServerStatus;
  /**
   * Asks the server for the license and the lists now instead of at the next time; resolves with what came of the license and never throws. What
   * came of the lists is an event of the gate.
   */
  refresh(): Promise<RefreshOutcome>;
}

/**
 * A license from the vendor's server, with a copy on disk. The copy is delivered at once; the server is asked in the background, at the start
 * and every `refreshSeconds`, and never because of a request. Only what the gate verified replaces the copy. A server that is down, slow or
 * lying changes nothing, until the vendor's signed `offlineDays` are over. The server's status lists are asked for every minute: a license that
 * was revoked or suspended is refused from then on, and a good list counts as a signed word from the vendor. One source serves one gate.
 * Throws `OptionsError` for wrong options, never for a bad server or file.
 */
export function licenseServer(options: LicenseServerOptions): LicenseServer {
  const settings = parseLicenseServerOptions(options);
  let renewal: Renewal | undefined;
  return Object.freeze({
    start: (receiver: LicenseReceiver) => {
      if (renewal?.isStopped() === false)
        throw new OptionsError('license', 'this source serves a gate already: make one for each.');
      const started = new Renewal(settings, receiver);
      renewal = started;
      started.start();
      return () => started.stop();
    },
    refresh: async () => {
      const outcome = (await renewal?.refresh()) ?? stopped;
      await renewal?.refreshLists();
      return outcome;
    },
    get status() {
      return renewal?.status ?? idleStatus;
    },
  });
}
