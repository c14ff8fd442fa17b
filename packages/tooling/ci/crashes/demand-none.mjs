const MOST_LINES = 10;

/** True when there is nothing, and otherwise an error that says what there is, but not all of it. @param {readonly string[]} faults */
export function demandNone(faults) {
  if (faults.length === 0) return true;
  const [shown, others] = [faults.slice(0, MOST_LINES), faults.length - MOST_LINES];
  throw new Error([...shown, ...(others > 0 ? [`and ${String(others)} more`] : [])].join('\n'));
}
