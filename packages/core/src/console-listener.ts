import type { GateEvent, GateListener } from './gate-events.js';

/**
 * The listener of a gate that was given none: one line on the console for a license that failed and for the first refusal
 * of each code, so that a refused site is never a riddle and a flood of requests never a flood of lines.
 * This is the only file of the package that names `console`.
 */
export function warnOnce(warn: (line: string) => void = console.warn): GateListener {
  const seen = new Set<string>();
  return (event) => {
    if (event.type === 'license-loaded' || event.type === 'license-removed') {
      seen.clear();
      return;
    }
    const line = `[licet] ${event.type} ${describe(event)}`;
    if (seen.has(line)) return;
    seen.add(line);
    warn(line);
  };
}

function describe(
  event: Exclude<GateEvent, { type: 'license-loaded' | 'license-removed' }>,
): string {
  switch (event.type) {
    case 'request-warned':
      return event.warnings.join(', ');
    case 'license-expiring':
      return `in ${event.daysLeft} days`;
    default:
      return `${event.code}: ${event.detail}`;
  }
}
