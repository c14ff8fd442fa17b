const START_TIMEOUT_MS = 60_000;

/**
 * What `find` makes of all that a program has printed, as soon as it makes something of it. Rejects when the program ends before, or takes too
 * long.
 *
 * @template T
 * @param {import('node:child_process').ChildProcessByStdio<null, import('node:stream').Readable, import('node:stream').Readable>} child
 * @param {string} name what it is called in an error
 * @param {(printed: string) => T | undefined} find
 * @returns {Promise<T>}
 */
export function whenPrinted(child, name, find) {
  return new Promise((resolve, reject) => {
    let printed = '';
    const giveUp = () => reject(new Error(`The ${name} did not start: ${printed}`));
    const timer = setTimeout(giveUp, START_TIMEOUT_MS);
    child.once('close', giveUp);
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (/** @type {string} */ chunk) => {
        printed += chunk;
        const found = find(printed);
        if (found === undefined) return;
        clearTimeout(timer);
        resolve(found);
      });
    }
  });
}
