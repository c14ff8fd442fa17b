import type { PolicyClaims } from '@licet/core';
import { readInteger } from '../input/numbers.js';
import type { TermValues } from './term-options.js';

/** The policy from the command line, no days more than `mostDays`; `undefined` where nothing was said of it. */
export function readPolicy(options: TermValues, mostDays: number): PolicyClaims | undefined {
  const days = { least: 0, most: mostDays };
  const graceDays = readInteger(options['grace-days'], 'grace-days', days);
  const offlineDays = readInteger(options['offline-days'], 'offline-days', days);
  const [onExpiry, onStale] = [options['on-expiry'], options['on-stale']];
  const onClockBack = options['on-clock-back'];
  const policy = {
    ...(graceDays !== undefined && { graceDays }),
    ...(offlineDays !== undefined && { offlineDays }),
    ...(onExpiry !== undefined && { onExpiry }),
    ...(onStale !== undefined && { onStale }),
    ...(onClockBack !== undefined && { onClockBack }),
    ...(options['dev-hosts'] && { devHosts: true }),
  };
  return Object.keys(policy).length > 0 ? policy : undefined;
}
