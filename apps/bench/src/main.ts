import { parseArgs } from 'node:util';
import { writeFileSync } from 'node:fs';
import { toPage } from './page.js';
import { describePlan, longPlan, shortPlan } from './plans.js';
import { bulkRow } from './rows/bulk.js';
import { coldStartRow } from './rows/cold-start.js';
import { emptyRouteRow } from './rows/empty-route.js';
import { guardInProcessRow } from './rows/guard-in-process.js';
import { guardOverHttpRow } from './rows/guard-over-http.js';
import { hostileHostsRow } from './rows/hostile-hosts.js';
import { hotLeaseRow } from './rows/hot-lease.js';
import { lookUpCurveRow } from './rows/look-up-curve.js';
import { twoServersRow } from './rows/two-servers.js';
import { issueRow } from './rows/issue.js';
import { otherServerRow } from './rows/other-server.js';
import { postgresReadsRow } from './rows/postgres-reads.js';
import { postgresWritesRow } from './rows/postgres-writes.js';
import { serverFootprintRow } from './rows/server-footprint.js';
import { sqliteServerRow } from './rows/sqlite-server.js';
import { validateWhileIssuingRow } from './rows/validate-while-issuing.js';
import { verifyAccessTokenRow } from './rows/verify-access-token.js';
import { verifyAgainRow } from './rows/verify-again.js';
import { verifyWithKeyTextRow } from './rows/verify-with-key-text.js';
import { verifyRow } from './rows/verify.js';
import { toTable, type RowResult } from './table.js';

const rows = [
  verifyRow,
  verifyWithKeyTextRow,
  verifyAccessTokenRow,
  verifyAgainRow,
  coldStartRow,
  guardInProcessRow,
  guardOverHttpRow,
  hostileHostsRow,
  emptyRouteRow,
  postgresReadsRow,
  postgresWritesRow,
  sqliteServerRow,
  issueRow,
  validateWhileIssuingRow,
  hotLeaseRow,
  lookUpCurveRow,
  serverFootprintRow,
  twoServersRow,
  bulkRow,
  otherServerRow,
];

const { values, positionals } = parseArgs({
  options: { short: { type: 'boolean', default: false }, markdown: { type: 'string' } },
  allowPositionals: true,
});
const unknown = positionals.find((name) => !rows.some(({ id }) => id === name));
if (unknown !== undefined) throw new Error(`There is no row ${unknown}.`);
const plan = values.short ? shortPlan : longPlan;
const chosen = rows.filter(({ id }) => positionals.length === 0 || positionals.includes(id));

const results: RowResult[] = [];
for (const row of chosen) {
  process.stderr.write(`measuring ${row.id} ...\n`);
  results.push({ id: row.id, lines: await row.measure(plan) });
}
console.log(`${toTable(results)}\n\n${describePlan(plan)}`);
if (values.markdown !== undefined)
  writeFileSync(values.markdown, toPage(results, plan, positionals));
