import type { VerifiedLicense } from './document/verified-license.js';
import type { LicenseFailureCode } from './errors.js';
import type { StatusReceiver } from './status/status-source.js';
import type { EpochSeconds } from './time/clock.js';

/** Where a gate gets its license from, and hears of every change. */
export interface LicenseSource {
  /**
   * Starts to deliver. What is at hand is delivered before this returns, so that the first request finds it.
   * Returns the function that stops the delivery.
   */
  start(receiver: LicenseReceiver): () => void;
}

/** What a source tells the gate. */
export interface LicenseReceiver extends StatusReceiver {
  /**
   * A license text, good or bad: the gate verifies it, and tells whether it is in use now. A source of several licenses gives each a name:
   * a good text replaces the one before it under the same name.
   */
  deliver(text: string, name?: string): Delivery;
  /** Nothing could be read; `detail` says why, without secrets. The last good license stays in use. */
  fail(detail: string): void;
  /** The license of this name is gone on purpose, such as a file deleted from a directory. */
  remove(name: string): void;
  /**
   * A time in something signed that was seen before, as a source remembers it from one process to the next: the clock cannot be before it.
   * It does not make a license any fresher, as nothing signed is at hand to prove it.
   */
  seen(signedAt: EpochSeconds): void;
}

/** What a gate made of a text. When it did not take it, the last good license stays in use. */
export type Delivery =
  | { readonly ok: true; readonly license: VerifiedLicense }
  | {
      readonly ok: false;
      readonly code: Exclude<LicenseFailureCode, 'no_license'>;
      readonly detail: string;
    };

/** A source of one text that never changes. */
export function licenseText(text: string): LicenseSource {
  return {
    start: (receiver) => {
      receiver.deliver(text);
      return () => undefined;
    },
  };
}
