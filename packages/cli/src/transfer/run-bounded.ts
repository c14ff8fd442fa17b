/** Runs work for each item, at most `width` at once, and reads the next item only when there is room for it. Rejects with the first error. */
export async function runBounded<T>(
  items: AsyncIterable<T>,
  width: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const iterator = items[Symbol.asyncIterator]();
  let isOver = false;
  // Generators queue what is asked of them, so that the workers need no lock.
  const worker = async (): Promise<void> => {
    while (!isOver) {
      const next = await iterator.next();
      if (next.done === true) return;
      try {
        await work(next.value);
      } catch (error) {
        isOver = true;
        throw error;
      }
    }
  };
  const results = await Promise.allSettled(Array.from({ length: width }, worker));
  await iterator.return?.();
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}
