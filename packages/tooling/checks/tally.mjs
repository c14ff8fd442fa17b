/**
 * Counts the checks of a script: each prints a line of its own, the last line is `N passed, N failed`, and the
 * process fails when one did.
 */
export function createTally() {
  let passed = 0;
  let failed = 0;

  /**
   * A check passes when its action gives true, and fails when it gives anything else or throws.
   *
   * @param {string} name
   * @param {() => boolean | Promise<boolean>} action
   */
  const check = async (name, action) => {
    const reason = await reasonOf(action);
    if (reason === undefined) passed += 1;
    else failed += 1;
    process.stdout.write(reason === undefined ? `ok      ${name}\n` : `FAILED  ${name}${reason}\n`);
  };

  const finish = () => {
    process.stdout.write(`${String(passed)} passed, ${String(failed)} failed\n`);
    process.exitCode = failed === 0 ? 0 : 1;
  };

  return { check, finish };
}

/** Why an action failed, in words for the end of a line; undefined when it passed. @param {() => boolean | Promise<boolean>} action */
async function reasonOf(action) {
  try {
    return (await action()) ? undefined : '';
  } catch (error) {
    const { message, stdout } = /** @type {Error & { stdout?: unknown }} */ (error);
    return ` (${[message, stdout].filter(Boolean).join('\n')})`;
  }
}
