import type { Databases } from '@licet/test-postgres';
import { createHash } from 'node:crypto';
import { postRequest, startProgram, startServer } from '../licensing-server.js';
import { findPgbench } from '../pgbench.js';
import { createDatabasePlace, type ServerPlace } from '../places.js';
import { withPostgres } from '../postgres.js';
import { connectionCount, createLoads, toRateLine, type Loads } from '../rates.js';
import type { Line, Plan, Row } from '../row.js';
import { runRounds, type Measure } from '../run-rounds.js';
import { ratio } from '../spread.js';
import { domainKeyOf, insertKeyed, randomBelow, withTables } from '../stock/licenses.js';
import { anyOf, echoWork, prepareValidation, statusWork } from '../works.js';

const oneQueryServer = new URL('../children/one-query-server.js', import.meta.url);
const licenses = 10_000;

/** P10: the two reads of version 5 that clients make most, on PostgreSQL, with 32 connections. */
export const postgresReadsRow: Row = {
  id: 'P10',
  measure: (plan) =>
    withPostgres('status and validate on PostgreSQL', (databases) => measureReads(databases, plan)),
};

async function measureReads(databases: Databases, plan: Plan): Promise<readonly Line[]> {
  const place = await createDatabasePlace(databases);
  const accountId = await stock(place);
  const servers = [
    await startServer(place.env),
    await startProgram(oneQueryServer, [place.database, accountId]),
  ] as const;
  const loads = createLoads(plan.loadMilliseconds);
  try {
    const ports = { ours: servers[0].port, oneQuery: servers[1].port };
    return await compare(place, await contestants(place, ports, loads), accountId, plan);
  } finally {
    for (const { child } of servers) await child.stop();
  }
}

/** As many for pgbench, which can name a key only by a number. */
function stock(place: ServerPlace): Promise<string> {
  return withTables(place, async (tables) => {
    await insertKeyed(tables, licenses, (index) => place.keyHmac(domainKeyOf(index)));
    await insertKeyed(tables, licenses, (index) =>
      createHash('md5').update(String(index)).digest('hex'),
    );
    await tables.size();
    return tables.accountId;
  });
}

async function contestants(
  { apiKey, keyHmac }: ServerPlace,
  { ours, oneQuery }: { readonly ours: number; readonly oneQuery: number },
  loads: Loads,
) {
  const oneQueryWork = anyOf(
    Array.from({ length: 1000 }, () =>
      postRequest('/', '', { keyHmac: keyHmac(domainKeyOf(randomBelow(licenses))) }),
    ),
  );
  return {
    status: loads.rate(ours, statusWork(apiKey, licenses)),
    validate: loads.rate(ours, await prepareValidation(ours, apiKey)),
    echo: loads.rate(ours, echoWork(apiKey)),
    control: loads.rate(ours, echoWork(apiKey)),
    oneQuery: loads.rate(oneQuery, oneQueryWork),
  };
}

async function compare(
  { database }: ServerPlace,
  measures: Record<'status' | 'validate' | 'echo' | 'control' | 'oneQuery', Measure>,
  accountId: string,
  { loadRounds, loadMilliseconds }: Plan,
): Promise<readonly Line[]> {
  const pgbench = findPgbench(database, connectionCount);
  const select = `\\set i random(0, ${String(licenses - 1)})
select * from licenses where account_id = '${accountId}' and key_hmac = md5(:i::text);\n`;
  const samples = await runRounds(
    { ...measures, select: () => pgbench?.(select, loadMilliseconds) ?? 0 },
    loadRounds,
  );
  const { status, validate, echo, oneQuery } = samples;
  const work = 'status, PostgreSQL';
  const selects = pgbench && samples.select;
  const control = ratio(samples.control, echo);
  return [
    { ...toRateLine({ work, reference: 'own echo', atLeast: 0.7 }, status, echo), control },
    toRateLine({ work, reference: 'node:http, one SELECT', atLeast: 2 }, status, oneQuery),
    toRateLine({ work, reference: 'pgbench, that SELECT', atLeast: 0.8 }, status, selects),
    toRateLine(
      { work: 'validate, PostgreSQL', reference: 'own echo', atLeast: 0.7 },
      validate,
      echo,
    ),
  ];
}
