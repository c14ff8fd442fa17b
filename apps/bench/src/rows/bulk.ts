import { laterRates, toCourseLines, type Course } from '../bulk/course.js';
import { importAll, licenses, serials, toProgressLine } from '../bulk/import-all.js';
import { issueAll } from '../bulk/issue-all.js';
import { withFolderPlace, type ServerPlace } from '../places.js';
import { toRateLine } from '../rates.js';
import type { Line, Plan, Row } from '../row.js';
import { signOn } from '../signing.js';
import { toSpread } from '../spread.js';

const counts = {
  short: { issued: 1000, licenses: 1000, serials: 5000 },
  long: { issued: 100_000, licenses: 100_000, serials: 1_000_000 },
} as const;

/** P19: very many licenses made one after the other, by requests and from files: progress is shown, and the memory stays as it is. */
export const bulkRow: Row = {
  id: 'P19',
  measure: (plan) => withFolderPlace((place) => measureBulk(place, plan)),
};

async function measureBulk(place: ServerPlace, plan: Plan): Promise<readonly Line[]> {
  const count = plan.isShort ? counts.short : counts.long;
  const issued = await issueAll(place, count.issued);
  const sign = signOn(plan.loadMilliseconds);
  // Before the work and after it: while it is done, nothing is to stand in its way.
  const lane = [await sign(), await sign()];
  const signed = await importAll(place, licenses, count.licenses);
  lane.push(await sign(), await sign());
  const unsigned = await importAll(place, serials, count.serials);
  return [
    ...toCourseLines(issued, plan),
    toLaneLine(signed, lane),
    ...[signed, unsigned].flatMap((course) => [
      ...toCourseLines(course, plan),
      toProgressLine(course),
    ]),
  ];
}

function toLaneLine(course: Course, lane: readonly number[]): Line {
  const rates = laterRates(course);
  const signatures = toSpread(lane).median;
  return toRateLine(
    { work: `${course.work}, rate`, reference: 'crypto.sign on one core' },
    rates,
    rates.map(() => signatures),
  );
}
