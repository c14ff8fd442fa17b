import type { Databases } from '@licet/test-postgres';
import pg from 'pg';
import { checkBursts, clientsOfBurst, runBursts, seatsOfBurst } from '../bursts.js';
import { openConnections } from '../connection.js';
import { milliseconds } from '../format.js';
import { paths, postRequest, startProgram, startServer } from '../licensing-server.js';
import { expectStatus, type Load, type Work } from '../load.js';
import { createDatabasePlace, type ServerPlace } from '../places.js';
import { withPostgres } from '../postgres.js';
import { createLoads, ratesOf, slowestOf, toRateLine } from '../rates.js';
import type { Line, Plan, Row } from '../row.js';
import { runRounds } from '../run-rounds.js';
import { ratio } from '../spread.js';
import { stockCounted } from '../stock/licenses.js';
import { checkout, useLease, type Lease } from '../works.js';

const leaseServer = new URL('../children/lease-server.js', import.meta.url);
const bursts = { short: 100, long: 10_000 } as const;

/** P15: one license that everybody wants a seat of, beside SELECT FOR UPDATE; and that never one too many is given away. */
export const hotLeaseRow: Row = {
  id: 'P15',
  measure: (plan) =>
    withPostgres('hot lease checkout and release', (databases) => measureLeases(databases, plan)),
};

interface Ports {
  readonly ours: number;
  readonly theirs: number;
}

async function measureLeases(databases: Databases, plan: Plan): Promise<readonly Line[]> {
  const place = await createDatabasePlace(databases);
  const { ids: hot } = await stockCounted(place, 1, 1000);
  const count = plan.isShort ? bursts.short : bursts.long;
  const { ids } = await stockCounted(place, count, seatsOfBurst);
  await createReferenceTables(place.database, hot, ids);
  const servers = [
    await startServer(place.env),
    await startProgram(leaseServer, [place.database]),
  ] as const;
  const ports = { ours: servers[0].port, theirs: servers[1].port };
  try {
    const lines = await compare(place, ports, hot[0] ?? '', plan);
    return [...lines, await burst(place, ports, ids)];
  } finally {
    for (const { child } of servers) await child.stop();
  }
}

async function createReferenceTables(
  url: string,
  hot: readonly string[],
  ids: readonly string[],
): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(`create table bench_licenses (license_id text primary key, seats int not null);
    create table bench_seats (lease_id text primary key, license_id text not null, holder text not null);
    create index on bench_seats (license_id)`);
  const insert = 'insert into bench_licenses select id, $2 from unnest($1::text[]) as id';
  await client.query(insert, [hot, 1000]);
  await client.query(insert, [ids, seatsOfBurst]);
  await client.end();
}

async function compare(
  { apiKey }: ServerPlace,
  { ours, theirs }: Ports,
  licenseId: string,
  { loadRounds, loadMilliseconds }: Plan,
): Promise<readonly Line[]> {
  const loads = createLoads(loadMilliseconds);
  const locked = lockedWork(licenseId);
  const samples = await runRounds(
    {
      ours: loads.load(ours, leaseWork(apiKey, licenseId)),
      locked: loads.load(theirs, locked),
      control: loads.load(theirs, locked),
    },
    loadRounds,
  );
  return toLines(samples);
}

function leaseWork(apiKey: string, licenseId: string): Work {
  return async (connection, worker) => {
    const lease = await checkout(connection, apiKey, licenseId, `worker-${String(worker)}`);
    await useLease(connection, apiKey, lease, 'release');
  };
}

function lockedWork(licenseId: string): Work {
  return async (connection, worker) => {
    const body = { licenseId, holder: `worker-${String(worker)}` };
    const answer = await connection.exchange(postRequest('/locked', '', body));
    const { id } = JSON.parse(expectStatus(answer, 201)) as Lease;
    expectStatus(await connection.exchange(postRequest('/release', '', { id })), 200);
  };
}

function toLines({
  ours,
  locked,
  control,
}: Record<'ours' | 'locked' | 'control', readonly Load[]>): readonly Line[] {
  const work = 'hot lease, checkout and release';
  const [mine, theirs, again] = [slowestOf(ours), slowestOf(locked), slowestOf(control)];
  const reference = 'SELECT FOR UPDATE';
  return [
    {
      ...toRateLine({ work, reference, atLeast: 3 }, ratesOf(ours), ratesOf(locked)),
      control: ratio(ratesOf(control), ratesOf(locked)),
    },
    {
      work: `${work}, p99`,
      ours: milliseconds(mine, 1),
      reference: `${reference} ${milliseconds(theirs, 1)}`,
      measured: ratio(mine, theirs),
      unit: 'x',
      atMost: 0.2,
      control: ratio(again, theirs),
    },
  ];
}

/** What is exact is no ratio: it throws when it is not. */
async function burst(
  { apiKey }: ServerPlace,
  { ours, theirs }: Ports,
  ids: readonly string[],
): Promise<Line> {
  const connections = {
    ours: await openConnections(ours, clientsOfBurst),
    theirs: await openConnections(theirs, clientsOfBurst),
  };
  const granted = await runBursts(connections.ours, ids, (licenseId, holder) =>
    postRequest(paths.leases, apiKey, { licenseId, holder }),
  );
  const unlocked = await runBursts(connections.theirs, ids.slice(0, 1000), (licenseId, holder) =>
    postRequest('/unlocked', '', { licenseId, holder }),
  );
  for (const connection of [...connections.ours, ...connections.theirs]) connection.close();
  checkBursts(granted, unlocked);
  const tooMany = unlocked.filter((count) => count > seatsOfBurst).length;
  const share = Math.round((100 * tooMany) / unlocked.length);
  return {
    work: `bursts of ${String(clientsOfBurst)} for ${String(seatsOfBurst)} seats that gave too many away`,
    ours: `0 of ${String(granted.length)}`,
    reference: `no lock ${String(share)} %`,
    measured: { lower: 0, median: 0, upper: 0 },
    unit: 'x',
    atMost: 0,
  };
}
