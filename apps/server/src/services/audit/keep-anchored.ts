const millisecondsBetweenAnchors = 300_000;

/** Anchors that are set while a server runs. */
export interface Anchoring {
  /** Sets the last one. */
  stop(): Promise<void>;
}

/**
 * Sets an anchor now, every five minutes, and when it is stopped. It keeps no process alive. A failure is told, and does no more harm than
 * that the next anchor comes later: nothing that a server does depends on one.
 */
export function keepAnchored(
  setAnchor: () => Promise<void>,
  tellFailure: (error: unknown) => void,
): Anchoring {
  let last: Promise<void> = Promise.resolve();
  const next = () => (last = last.then(setAnchor).catch(tellFailure));
  const timer = setInterval(() => void next(), millisecondsBetweenAnchors).unref();
  void next();
  return {
    async stop() {
      clearInterval(timer);
      await next();
    },
  };
}
