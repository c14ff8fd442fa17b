/** @param {number} pid @param {NodeJS.Signals} signal */
export function signalIfThere(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself.
  }
}
