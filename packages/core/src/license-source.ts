/** Where a gate gets its license from, and hears of every change. */
export interface LicenseSource {
  /**
   * Starts to deliver. What is at hand is delivered before this returns, so that the first request finds it.
   * Returns the function that stops the delivery.
   */
  start(receiver: LicenseReceiver): () => void;
}

/** What a source tells the gate. */
export interface LicenseReceiver {
  /** A license text, good or bad: the gate verifies it. */
  deliver(text: string): void;
  /** Nothing could be read; `detail` says why, without secrets. The last good license stays in use. */
  fail(detail: string): void;
}

/** A source of one text that never changes. */
export function licenseText(text: string): LicenseSource {
  return {
    start: (receiver) => {
      receiver.deliver(text);
      return () => undefined;
    },
  };
}
