import type { GateEvent, GateListener } from './gate-events.js';

/**
 * The listener of a gate that was given none: one line on the console for a license that failed and for the first refusal
 * of each code, so that a refused site is never a riddle and a flood of requests never a flood of lines.
 * This is the only file of the package that names `console`.
 */
export function warnOnce(warn: (line: string) => void = console.warn): GateListener {
  const seen = new Set<string>();
  return (event) => {
    if (isGood(event)) {
      if (event.type !== 'list-loaded') seen.clear();
      return;
    }
    const line = `[licet] ${event.type} ${describe(event)}`;
    if (seen.has(line)) return;
    seen.add(line);
    warn(line);
  };
}

const goodTypes = [
  'license-loaded',
  'license-removed',
  'license-reinstated',
  'list-loaded',
] as const;
type GoodEvent = Extract<GateEvent, { type: (typeof goodTypes)[number] }>;

function isGood(event: GateEvent): event is GoodEvent {
  return goodTypes.some((type) => type === event.type);
}

function describe(event: Exclude<GateEvent, GoodEvent>): string {
  switch (event.type) {
    case 'request-warned':
      return event.warnings.join(', ');
    case 'license-ended':
      return event.code;
    case 'license-expiring':
      return `in ${event.daysLeft} days`;
    default:
      return `${event.code}: ${event.detail}`;
  }
}
