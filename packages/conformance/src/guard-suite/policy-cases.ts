import type { LicenseSource } from '@licet/core';
import type { BenchCase } from './bench.js';
import { followCourse, policyActions, type Course } from './policy-course.js';
import { issuedAt } from './test-vendor.js';

const day = 86_400;

/** From the days before the end of a license to a year after its days of grace. */
const graceDays = 14;
const end = issuedAt + 30 * day;
const graceEnd = end + graceDays * day;
const throughGrace: Course = [
  [issuedAt, 'in order'],
  [end - 1, 'in order'],
  [end, 'in grace'],
  [end + 7 * day, 'in grace'],
  [graceEnd - 1, 'in grace'],
  [graceEnd, 'expired'],
  [graceEnd + 365 * day, 'expired'],
];

/** From the last word of the vendor's server to a year after the days that the license may do without. */
const offlineDays = 14;
const staleFrom = issuedAt + offlineDays * day;
const throughSilence: Course = [
  [issuedAt, 'in order'],
  [issuedAt + 7 * day, 'in order'],
  [staleFrom - 1, 'in order'],
  [staleFrom, 'stale'],
  [staleFrom + 365 * day, 'stale'],
];

/** A clock that is set back behind the signed time, by no more than the tolerance and by more; and one that had only jumped ahead. */
const setBack: Course = [
  [issuedAt + 365 * day, 'in order'],
  [issuedAt, 'in order'],
  [issuedAt - 300, 'in order'],
  [issuedAt - 301, 'clock_rolled_back'],
  [issuedAt - 365 * day, 'clock_rolled_back'],
  [issuedAt - 300, 'in order'],
];

/** What happens when a license ends, when nothing is heard from its vendor and when the clock goes back, to the second. */
export const policyCases: readonly BenchCase[] = policyActions.flatMap((action) => [
  {
    name: `serves through the days of grace to the second, then by onExpiry: ${action}`,
    check: async (bench) => {
      const license = bench.vendor.sign({ exp: end, policy: { graceDays, onExpiry: action } });
      await followCourse(throughGrace, action, bench, { license });
    },
  },
  {
    name: `serves through offlineDays without the server to the second, then by onStale: ${action}`,
    check: async (bench) => {
      const text = bench.vendor.sign({ policy: { offlineDays, onStale: action } });
      const server = goneServer(text);
      await followCourse(throughSilence, action, bench, {
        license: server,
        meanwhile: server.retry,
      });
    },
  },
  {
    name: `knows a clock that was set back by more than five minutes, then by onClockBack: ${action}`,
    check: async (bench) => {
      const license = bench.vendor.sign({ policy: { onClockBack: action } });
      await followCourse(setBack, action, bench, { license });
    },
  },
]);

/** A source whose server gave one license and has been gone ever since. */
function goneServer(text: string): LicenseSource & { readonly retry: () => void } {
  let retry = (): void => undefined;
  return {
    start: (receiver) => {
      receiver.deliver(text);
      retry = () => receiver.fail('The licensing server cannot be reached (ECONNREFUSED).');
      return () => undefined;
    },
    retry: () => retry(),
  };
}
