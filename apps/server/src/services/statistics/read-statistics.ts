import { standings, type LicenseStanding } from '../../db/license-lists.js';
import type { Reach } from '../../db/reach.js';
import { sumRefusals } from '../../db/refusals.js';
import {
  countActivations,
  countEnds,
  countLicenses,
  countSeatsInUse,
  type DayCount,
  type LicenseCount,
} from '../../db/statistics.js';
import type { LicenseRow, RefusalRow } from '../../db/tables.js';
import type { Context } from '../context.js';

const secondsPerDay = 86_400;
const days = 90;

/** All licenses, in four ways. */
export interface LicenseCounts {
  readonly total: number;
  readonly byState: Record<LicenseRow['state'], number>;
  readonly byKind: Record<LicenseRow['kind'], number>;
  readonly byStanding: Record<LicenseStanding, number>;
}

/** What a vendor wants to see at a glance. Days without anything are left out. */
export interface Statistics {
  readonly licenses: LicenseCounts;
  /** Ends in the next 90 days. */
  readonly expiring: readonly DayCount[];
  /** New machines and persons of the last 90 days. */
  readonly activations: readonly DayCount[];
  readonly refusals: readonly Pick<RefusalRow, 'day' | 'code' | 'count'>[];
  readonly seatsInUse: number;
}

/** Counts what is within reach, now. */
export async function readStatistics(
  { store: { db, now: clock }, refusals }: Context,
  reach: Reach,
): Promise<Statistics> {
  await refusals.flush();
  const now = clock();
  const firstDay = Math.floor(now / secondsPerDay) - days + 1;
  return {
    licenses: sumLicenses(await countLicenses(db, reach, now)),
    expiring: await countEnds(db, reach, { from: now, to: now + days * secondsPerDay }),
    activations: await countActivations(db, reach, {
      from: firstDay * secondsPerDay,
      to: now + secondsPerDay,
    }),
    refusals: await sumRefusals(db, reach, firstDay),
    seatsInUse: await countSeatsInUse(db, reach, now),
  };
}

function sumLicenses(counts: readonly LicenseCount[]): LicenseCounts {
  const sum = (value: (count: LicenseCount) => number) =>
    counts.reduce((total, count) => total + value(count), 0);
  const where = (isMeant: (count: LicenseCount) => boolean) =>
    sum((count) => (isMeant(count) ? count.count : 0));
  const ofState = (state: LicenseRow['state']) => where((count) => count.state === state);
  const ofKind = (kind: LicenseRow['kind']) => where((count) => count.kind === kind);
  const ofStanding = (standing: LicenseStanding) => sum((count) => countStanding(count, standing));
  return {
    total: sum(({ count }) => count),
    byState: {
      active: ofState('active'),
      suspended: ofState('suspended'),
      revoked: ofState('revoked'),
    },
    byKind: {
      domain: ofKind('domain'),
      'single-user': ofKind('single-user'),
      network: ofKind('network'),
      token: ofKind('token'),
    },
    byStanding: Object.fromEntries(
      standings.map((standing) => [standing, ofStanding(standing)]),
    ) as Record<LicenseStanding, number>,
  };
}

/** The dates matter for active licenses alone. */
function countStanding(
  { state, count, notYetValid, expired }: LicenseCount,
  standing: LicenseStanding,
): number {
  if (state !== 'active') return state === standing ? count : 0;
  switch (standing) {
    case 'not-yet-valid':
      return notYetValid;
    case 'expired':
      return expired;
    case 'valid':
      return count - notYetValid - expired;
    default:
      return 0;
  }
}
