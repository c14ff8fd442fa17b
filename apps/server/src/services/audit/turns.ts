/** Waits until all who asked before are done; what it resolves with ends one's own turn. */
export type TakeTurn = () => Promise<() => void>;

/** Lets one at a time through, in the order of asking. */
export function createTurns(): TakeTurn {
  let last: Promise<void> = Promise.resolve();
  return () =>
    new Promise((grant) => {
      last = last.then(() => new Promise<void>((end) => grant(end)));
    });
}
