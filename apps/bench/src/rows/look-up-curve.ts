import type { Databases } from '@licet/test-postgres';
import { milliseconds } from '../format.js';
import { startServer } from '../licensing-server.js';
import type { Load } from '../load.js';
import { createDatabasePlace, withFolderPlace, type ServerPlace } from '../places.js';
import { withPostgres } from '../postgres.js';
import { createLoads, perSecond, ratesOf, slowestOf } from '../rates.js';
import type { Line, Plan, Row } from '../row.js';
import { runRounds, type Measure } from '../run-rounds.js';
import { ratio } from '../spread.js';
import { domainKeyOf, insertKeyed, isLoaded, withTables } from '../stock/licenses.js';
import { statusWork } from '../works.js';

const sizes = { short: [10_000, 100_000], long: [10_000, 100_000, 1_000_000, 10_000_000] } as const;
/** So many of the licenses of the last size have a document. */
const documents = { short: 2000, long: 100_000 } as const;

/** P16: how the look-up of a license slows down as there are more of them, and what each takes. */
export const lookUpCurveRow: Row = {
  id: 'P16',
  measure: async (plan) => [
    ...(await withPostgres('status among many licenses, PostgreSQL', (databases) =>
      measurePostgres(databases, plan),
    )),
    ...(await measureSqlite(plan)),
  ],
};

function sizesOf({ isShort }: Plan): readonly number[] {
  return isShort ? sizes.short : sizes.long;
}

async function measurePostgres(databases: Databases, plan: Plan): Promise<readonly Line[]> {
  const places: ServerPlace[] = [];
  while (places.length < sizesOf(plan).length) places.push(await createDatabasePlace(databases));
  return measurePlaces(places, plan);
}

/** Each folder lasts as long as those that were made after it. */
function measureSqlite(plan: Plan, places: readonly ServerPlace[] = []): Promise<readonly Line[]> {
  return places.length === sizesOf(plan).length
    ? measurePlaces(places, plan)
    : withFolderPlace((place) => measureSqlite(plan, [...places, place]));
}

async function measurePlaces(places: readonly ServerPlace[], plan: Plan): Promise<readonly Line[]> {
  const stated: Line[] = [];
  for (const [index, place] of places.entries()) {
    const count = sizesOf(plan)[index] ?? 0;
    const isLast = index === places.length - 1;
    stated.push(...(await fill(place, count, isLast ? plan : undefined)));
  }
  // Filling the larger ones may have pushed the others out of memory.
  for (const place of places) await withTables(place, (tables) => tables.readAll());
  return [...(await compare(places, plan)), ...stated];
}

/** Fills a place, and tells what a license took, and with a plan what a document did. */
function fill(place: ServerPlace, count: number, plan?: Plan): Promise<readonly Line[]> {
  const { engine } = place;
  process.stderr.write(`  ${engine}: ${String(count)} licenses\n`);
  return withTables(place, async (tables) => {
    const empty = await tables.size();
    const ids = await insertKeyed(tables, count, (index) => place.keyHmac(domainKeyOf(index)));
    const filled = await tables.size();
    const indexes = isLoaded(count) ? ', indexes made at the end' : '';
    const license = `a license among ${toPower(count)}${indexes}, ${engine}`;
    const line = toSizeLine(license, (filled - empty) / count);
    if (plan === undefined) return [line];
    const some = ids.slice(0, plan.isShort ? documents.short : documents.long);
    for (let from = 0; from < some.length; from += 1000)
      await tables.copyDocument(some.slice(from, from + 1000));
    const bytes = ((await tables.size()) - filled) / some.length;
    return [line, toSizeLine(`a document, ${engine}`, bytes)];
  });
}

function toSizeLine(work: string, bytes: number): Line {
  const measured = { lower: bytes, median: bytes, upper: bytes };
  return { work, ours: `${bytes.toFixed(0)} bytes`, reference: '', measured, unit: ' bytes' };
}

async function compare(places: readonly ServerPlace[], plan: Plan): Promise<readonly Line[]> {
  const counts = sizesOf(plan);
  const loads = createLoads(plan.loadMilliseconds);
  const servers = [];
  try {
    const measures: Record<string, Measure<Load>> = {};
    for (const [index, { env, apiKey }] of places.entries()) {
      const server = await startServer(env);
      servers.push(server);
      const count = counts[index] ?? 0;
      const work = statusWork(apiKey, count);
      measures[String(count)] = loads.load(server.port, work);
      if (index === 0) measures.control = loads.load(server.port, work);
    }
    const samples = await runRounds(measures, plan.loadRounds);
    return toLines(places[0]?.engine ?? '', counts, samples);
  } finally {
    for (const { child } of servers) await child.stop();
  }
}

function toLines(
  engine: string,
  [smallest = 0, ...others]: readonly number[],
  samples: Readonly<Record<string, readonly Load[]>>,
): readonly Line[] {
  const loadsOf = (name: number | string): readonly Load[] => samples[String(name)] ?? [];
  const rates = (name: number | string) => ratesOf(loadsOf(name));
  const slowest = (name: number | string) => slowestOf(loadsOf(name));
  return others.flatMap((count): Line[] => {
    const work = `status among ${toPower(count)} licenses, ${engine}`;
    return [
      {
        work,
        ours: perSecond(rates(count)),
        reference: `among ${toPower(smallest)} ${perSecond(rates(smallest))}`,
        measured: ratio(rates(count), rates(smallest)),
        unit: 'x',
        atLeast: 0.75,
        control: ratio(rates('control'), rates(smallest)),
      },
      {
        work: `${work}, p99`,
        ours: milliseconds(slowest(count), 1),
        reference: `among ${toPower(smallest)} ${milliseconds(slowest(smallest), 1)}`,
        measured: ratio(slowest(count), slowest(smallest)),
        unit: 'x',
        atMost: 1.3,
        control: ratio(slowest('control'), slowest(smallest)),
      },
    ];
  });
}

function toPower(count: number): string {
  return `10^${String(Math.round(Math.log10(count)))}`;
}
