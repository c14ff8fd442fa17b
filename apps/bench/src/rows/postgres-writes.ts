import type { Databases } from '@licet/test-postgres';
import { startServer } from '../licensing-server.js';
import { findPgbench } from '../pgbench.js';
import { createDatabasePlace, type ServerPlace } from '../places.js';
import { withPostgres } from '../postgres.js';
import { connectionCount, createLoads, toRateLine, type Loads } from '../rates.js';
import type { Line, Plan, Row } from '../row.js';
import { runRounds } from '../run-rounds.js';
import { stockCounted } from '../stock/licenses.js';
import { checkoutWork, heartbeatWork } from '../works.js';

const licenses = 100;
/** More than are ever taken. */
const seats = 1_000_000;

/** P11: durable writes of leases on PostgreSQL, spread over a hundred licenses. */
export const postgresWritesRow: Row = {
  id: 'P11',
  measure: (plan) =>
    withPostgres('lease writes on PostgreSQL', (databases) => measureWrites(databases, plan)),
};

async function measureWrites(databases: Databases, plan: Plan): Promise<readonly Line[]> {
  const place = await createDatabasePlace(databases);
  const { ids: ours } = await stockCounted(place, licenses, seats);
  const { ids: theirs, accountId } = await stockCounted(place, licenses, seats);
  const { child, port } = await startServer(place.env);
  const loads = createLoads(plan.loadMilliseconds);
  try {
    return await compare(place, { port, ours, theirs, accountId }, loads, plan);
  } finally {
    await child.stop();
  }
}

interface Stocked {
  readonly port: number;
  readonly ours: readonly string[];
  readonly theirs: readonly string[];
  readonly accountId: string;
}

async function compare(
  { apiKey, database }: ServerPlace,
  { port, ours, theirs, accountId }: Stocked,
  loads: Loads,
  { loadRounds, loadMilliseconds }: Plan,
): Promise<readonly Line[]> {
  const pgbench = findPgbench(database, connectionCount);
  const scripts = toScripts(accountId, theirs);
  await pgbench?.(scripts.prepare, 1);
  const samples = await runRounds(
    {
      checkout: loads.rate(port, checkoutWork(apiKey, ours)),
      heartbeat: loads.rate(port, heartbeatWork(apiKey, ours)),
      insert: () => pgbench?.(scripts.checkout, loadMilliseconds) ?? 0,
      update: () => pgbench?.(scripts.heartbeat, loadMilliseconds) ?? 0,
    },
    loadRounds,
  );
  const { checkout, heartbeat, insert, update } = samples;
  const goal = { atLeast: 1 };
  return [
    toRateLine(
      { work: 'lease checkout, PostgreSQL', reference: 'pgbench, its INSERT', ...goal },
      checkout,
      pgbench && insert,
    ),
    toRateLine(
      { work: 'lease heartbeat, PostgreSQL', reference: 'pgbench, its UPDATE', ...goal },
      heartbeat,
      pgbench && update,
    ),
  ];
}

/** The one statement of each write that changes the lease. `prepare` makes a lease for each client, as the heartbeats of ours have one. */
function toScripts(accountId: string, licenseIds: readonly string[]) {
  const ids = `(array[${licenseIds.map((id) => `'${id}'`).join(', ')}])[:i]`;
  const insert = (license: string, seat: string, lease: string) =>
    `insert into seats (account_id, license_id, seat, lease_id, holder, kind, generation, taken_at, ends_at)
values ('${accountId}', ${license}, ${seat}, ${lease}, ${lease}, 'lease', 1, 1767225600, 4000000000)
on conflict do nothing returning *;\n`;
  return {
    checkout: `\\set i random(1, ${String(licenseIds.length)})
\\set seat random(0, 2000000000)
${insert(ids, ':seat', 'gen_random_uuid()::text')}`,
    prepare: insert(`'${licenseIds[0] ?? ''}'`, '-1 - :client_id', `'lease-' || :client_id::text`),
    heartbeat: `update seats set ends_at = case when ends_at < 4000000001 then 4000000001 else ends_at end
where account_id = '${accountId}' and lease_id = 'lease-' || :client_id::text and generation = 1
and kind in ('lease', 'borrowed') and ends_at > 1767225600 returning *;\n`,
  };
}
