import type { Child } from '../child-process.js';
import type { Line, Plan } from '../row.js';
import { ratio, toSpread } from '../spread.js';

/** What long work had come to at one instant. */
export interface Sight {
  readonly done: number;
  readonly seconds: number;
  /** Of each process that has to stay as large as it is, under the name that the table gives it. */
  readonly megabytes: Readonly<Record<string, number>>;
}

/** Long work from its beginning to its end. */
export interface Course {
  /** Such as `1000 licenses issued`. */
  readonly work: string;
  readonly sights: readonly Sight[];
}

export const parts = 10;

/** The rate of the third and each later tenth. The first compiles the code and fills the caches, the second is the reference. */
export function laterRates({ sights }: Course): readonly number[] {
  return ratesOf(sights).slice(2);
}

/** Work that goes on as it began: its rate and the memory of its processes, beside the second tenth. */
export function toCourseLines(course: Course, { isShort }: Plan): readonly Line[] {
  const { work, sights } = course;
  return [
    {
      ...besideSecond(ratesOf(sights), '/s'),
      work: `${work}, rate`,
      atLeast: 0.75,
    },
    ...Object.keys(sights[0]?.megabytes ?? {}).map((name) => ({
      ...besideSecond(memoriesOf(sights, name), ' MB'),
      work: `${work}, memory of the ${name}`,
      // A heap has not reached its size after a few hundred.
      ...(!isShort && { atMost: 1.2 }),
    })),
  ];
}

function besideSecond(tenths: readonly number[], unit: string): Omit<Line, 'work'> {
  const [, second = Number.NaN, ...later] = tenths;
  return {
    ours: `${toSpread(later).median.toFixed(0)}${unit}`,
    reference: `the second tenth ${second.toFixed(0)}${unit}`,
    measured: ratio(
      later,
      later.map(() => second),
    ),
    unit: 'x',
  };
}

/** Where the tenths end. */
function endsOf(sights: readonly Sight[]): readonly number[] {
  const count = sights.at(-1)?.done ?? 0;
  return Array.from({ length: parts }, (_, index) => ((index + 1) * count) / parts);
}

function ratesOf(sights: readonly Sight[]): readonly number[] {
  const ends = endsOf(sights);
  const size = ends[0] ?? Number.NaN;
  return ends.map((end) => size / (secondsAt(sights, end) - secondsAt(sights, end - size)));
}

/** When so many were done, as if the work had gone on evenly from one sight to the next. */
function secondsAt(sights: readonly Sight[], done: number): number {
  const next = sights.findIndex((sight) => sight.done >= done);
  const [before, after] = [sights[Math.max(0, next - 1)], sights[next]];
  if (before === undefined || after === undefined) return Number.NaN;
  const way = after.done - before.done;
  const part = way === 0 ? 1 : (done - before.done) / way;
  return before.seconds + part * (after.seconds - before.seconds);
}

/** The most that a process had in each tenth, or at the first sight after one in which nobody looked. */
function memoriesOf(sights: readonly Sight[], name: string): readonly number[] {
  const ends = endsOf(sights);
  return ends.map((end, index) => {
    const first = sights.findIndex(({ done }) => done > (ends[index - 1] ?? 0));
    const last = sights.findLastIndex(({ done }) => done <= end);
    const seen = sights.slice(first, Math.max(first, last) + 1);
    return Math.max(...seen.map(({ megabytes }) => megabytes[name] ?? 0));
  });
}

export async function megabytesOf(child: Child): Promise<number> {
  return (await child.usage()).rssBytes / 1e6;
}

/** Says on standard error how far work is, whenever a tenth of it is done. */
export function createTeller(verb: string, count: number): (done: number) => void {
  let told = 0;
  return (done) => {
    const tenths = Math.floor((done * parts) / count);
    if (tenths === told) return;
    told = tenths;
    process.stderr.write(`  ${verb} ${String(done)} of ${String(count)}\n`);
  };
}
