import { ask, askFor, askForAll } from './ask.mjs';
import {
  abandonSeats,
  generate,
  holdSeats,
  issue,
  keepAlive,
  outliveSeats,
  renew,
  watch,
} from './clients.mjs';
import { randomInt } from 'node:crypto';
import { startFleet } from './fleet.mjs';
import { createRecorder, now } from './history.mjs';
import { findAuditFaults, runCommand } from './licensing-server.mjs';

/** @typedef {import('./clients.mjs').Pool} Pool */
/** @typedef {import('./clients.mjs').Renewable} Renewable */
/** @typedef {import('./check-history.mjs').Found} Found */
/** @typedef {import('./history.mjs').Event} Event */

const KILL_EVERY_MS = 2000;
const DAY_MS = 86_400_000;

/**
 * @typedef {object} Race what was recorded of clients that raced on servers that were killed
 * @property {number} kills
 * @property {readonly Event[]} events
 * @property {Found} found
 * @property {readonly Pool[]} pools of the last two nobody gives a seat back: one is full in the end, the other one ends
 * @property {readonly string[]} differing keys of requests that were answered otherwise when they were sent once more
 * @property {readonly string[]} auditFaults what `audit verify` says
 */

/** @param {{ env: NodeJS.ProcessEnv, servers: number, seconds: number }} order @returns {Promise<Race>} */
export async function race({ env, servers, seconds }) {
  const apiKey = await runCommand(['keys', 'create', '--scope', 'admin'], env);
  const fleet = await startFleet(servers, env);
  const first = () => fleet.addresses()[0] ?? '';
  try {
    const stock = await sell(first(), apiKey);
    const recorder = createRecorder(fleet.addresses, apiKey);
    let isOver = false;
    const clients = createClients(stock).map((client) => client(recorder, () => isOver));
    const kills = await fleet.killInTurn(seconds, KILL_EVERY_MS);
    isOver = true;
    await Promise.all(clients);
    const found = await find(first(), apiKey, stock.pools);
    const differing = await sendAgain(recorder.events, first(), apiKey);
    const auditFaults = await findAuditFaults(env);
    return { kills, events: recorder.events, found, pools: stock.pools, differing, auditFaults };
  } finally {
    await fleet.stop();
  }
}

/** @param {string} address @param {string} apiKey */
async function sell(address, apiKey) {
  const create = (/** @type {object} */ body) =>
    askFor(address, apiKey, { path: '/v1/licenses', body: { product: 'acme-shop', ...body } });
  await askFor(address, apiKey, {
    path: '/v1/products',
    body: { code: 'acme-shop', name: 'Acme Shop' },
  });
  /** @type {Pool[]} */
  const pools = [];
  for (const seats of [3, 1, 2]) {
    const { id } = await create({ kind: 'network', serverPath: 'C:/Acme', seats });
    pools.push({ id, seats });
  }
  const soon = new Date(Date.now() + 2000).toISOString();
  const terms = { kind: 'network', serverPath: 'C:/Acme', seats: 3, validTo: soon };
  pools.push({ id: (await create(terms)).id, seats: 3, endsSoon: true });
  /** @type {Renewable[]} */
  const renewables = [];
  for (const name of ['first', 'second']) {
    const { id, key, validTo } = await create({
      kind: 'domain',
      domain: `${name}.example`,
      validTo: new Date(Date.now() + 30 * DAY_MS).toISOString(),
    });
    let end = Date.parse(validTo ?? '');
    renewables.push({ id, key, ends: () => new Date((end += 60_000)).toISOString() });
  }
  return { pools, renewables };
}

/** @param {{ pools: readonly Pool[], renewables: readonly Renewable[] }} stock */
function createClients({ pools, renewables }) {
  const given = pools
    .slice(0, -2)
    .flatMap((pool) => [
      ...['anna', 'boris', 'chen'].map((holder) => holdSeats(pool, holder, true)),
      ...['dora', 'dora'].map((holder) => holdSeats(pool, holder, false)),
    ]);
  const abandoned = pools.slice(-2, -1).map((pool) => abandonSeats(pool, 'erik'));
  const outlived = pools
    .slice(-1)
    .flatMap((pool) => [
      keepAlive(pool),
      ...['fay', 'gil', 'hal', 'ida', 'jon'].map((holder) => outliveSeats(pool, holder)),
    ]);
  let raced = 0;
  const nextKey = () => (randomInt(2) === 0 ? ++raced : raced);
  const renewing = renewables.flatMap((license) => [
    renew(license),
    renew(license),
    watch(license),
  ]);
  const issuing = [issue, issue, generate(nextKey), generate(nextKey)];
  return [...given, ...abandoned, ...outlived, ...renewing, ...issuing];
}

/** @param {string} address @param {string} apiKey @param {readonly Pool[]} pools @returns {Promise<Found>} */
async function find(address, apiKey, pools) {
  const list = (/** @type {string} */ path) => askForAll(address, apiKey, path);
  const since = now();
  const seats = new Map();
  for (const { id } of pools) seats.set(id, await list(`/v1/licenses/${id}/seats`));
  const at = now();
  return {
    seats,
    since,
    at,
    licenses: await list('/v1/licenses'),
    renewals: await list('/v1/audit-log?action=license.renew'),
    checkouts: await list('/v1/audit-log?action=lease.checkout'),
    borrowings: await list('/v1/audit-log?action=lease.borrow'),
    creations: await list('/v1/audit-log?action=license.create'),
  };
}

/** Repeats writes that were cut off. A refusal changed nothing and is not remembered. @param {readonly Event[]} events @param {string} address @param {string} apiKey */
async function sendAgain(events, address, apiKey) {
  const differing = [];
  for (const { key, cutOff, request, status = 0, text } of events) {
    if (cutOff === 0 || request.body === undefined || status >= 300) continue;
    const again = await ask(address, apiKey, request);
    if (again?.status === status && again.text === text) continue;
    differing.push(`${key}: ${String(status)} ${text}, then ${again?.text ?? 'nothing'}`);
  }
  return differing;
}
