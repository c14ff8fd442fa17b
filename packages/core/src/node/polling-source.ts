import { OptionsError } from '../errors.js';
import type { LicenseReceiver, LicenseSource } from '../license-source.js';

/** How a source looks for changes. */
export interface PollingOptions {
  /** How often to look, in milliseconds: 100 to 60,000, by default 500. */
  readonly pollMilliseconds?: number;
}

/** A source that looks for changes while a gate uses it. */
export interface PollingSource extends LicenseSource {
  /** Looks now instead of at the next poll. */
  refresh(): void;
}

/** Tells one receiver what has changed. */
export interface Watch {
  /** Looks at everything at once. */
  look(): void;
  /** Asks without blocking: a drive that hangs must not hold up requests. */
  poll(): void;
  stop(): void;
}

/** Makes a source of a watch that is polled. Throws `OptionsError` for bad options. */
export function pollingSource(
  path: unknown,
  { pollMilliseconds = 500 }: PollingOptions,
  watchWith: (receiver: LicenseReceiver) => Watch,
): PollingSource {
  if (typeof path !== 'string' || path === '') throw new OptionsError('path', 'expected a path.');
  if (!(pollMilliseconds >= 100 && pollMilliseconds <= 60_000)) {
    throw new OptionsError('pollMilliseconds', 'expected 100 to 60,000.');
  }
  const watches = new Set<Watch>();
  return {
    start: (receiver) => {
      const watch = watchWith(receiver);
      watches.add(watch);
      watch.look();
      const timer = setInterval(() => {
        watch.poll();
      }, pollMilliseconds);
      timer.unref();
      return () => {
        clearInterval(timer);
        watches.delete(watch);
        watch.stop();
      };
    },
    refresh: () => {
      for (const watch of watches) watch.look();
    },
  };
}
