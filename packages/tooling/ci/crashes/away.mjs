import { setTimeout as sleep } from 'node:timers/promises';
import { ask, askFor, askForAll } from './ask.mjs';
import { startGuarded } from './guard.mjs';
import { isReady, runCommand, startServer } from './licensing-server.mjs';
import { waitUntil } from './wait-until.mjs';

const PAUSE_MS = 250;
/** So many writes are under way when the database leaves: more than a server has connections. */
const SURPRISED = 24;
const RECOVERY_TIMEOUT_MS = 60_000;
const DAY_MS = 86_400_000;

/**
 * @typedef {object} Outage what was seen while a database was away
 * @property {number} asked
 * @property {readonly string[]} wrong answers other than 503 with Retry-After
 * @property {number} longest milliseconds that an answer took
 * @property {boolean} isAlive all the while, `/healthz` was green
 * @property {boolean} isGuarded all the while, the application was
 * @property {number} recovery milliseconds until the server was ready again
 * @property {boolean} isWell everything is answered again, by the same processes, and what was refused is done once
 */

/**
 * @typedef {object} Service a server, its guard and what it is asked
 * @property {import('./licensing-server.mjs').LicensingServer} server
 * @property {import('./guard.mjs').Guarded} guarded
 * @property {string} apiKey
 * @property {() => import('./ask.mjs').Request[]} requests
 * @property {() => import('./ask.mjs').Request} write
 * @property {() => Promise<void>} stop
 */

/** @param {import('./database.mjs').Database} database @returns {Promise<Service>} */
export async function openService(database) {
  const env = await database.create('away');
  const apiKey = await runCommand(['keys', 'create', '--scope', 'admin'], env);
  const server = await startServer(env);
  const create = (/** @type {string} */ path, /** @type {object} */ body) =>
    askFor(server.address, apiKey, { path, body });
  await create('/v1/products', { code: 'acme-shop', name: 'Acme Shop' });
  const license = await create('/v1/licenses', {
    kind: 'domain',
    product: 'acme-shop',
    domain: 'shop.example.com',
    validTo: new Date(Date.now() + DAY_MS).toISOString(),
  });
  const pool = await create('/v1/licenses', {
    kind: 'network',
    product: 'acme-shop',
    serverPath: 'C:/Acme',
    seats: 1000,
  });
  const guarded = await startGuarded(server.address, apiKey, license.id);
  let next = 0;
  return {
    server,
    guarded,
    apiKey,
    requests: () => toRequests(license, pool, next++),
    write: () => toWrite(next++),
    stop: async () => {
      await guarded.stop();
      server.signal('SIGTERM');
      await server.ended;
    },
  };
}

/** Readiness, reads and writes, of each kind that matters to somebody. @param {{ id: string, key: string }} license @param {{ id: string }} pool @param {number} number @returns {import('./ask.mjs').Request[]} */
function toRequests({ id, key }, pool, number) {
  const mark = `mark-${String(number)}`;
  const validTo = new Date(Date.now() + 2 * DAY_MS).toISOString();
  const activation = { scriptName: 'acme-shop', domainName: 'shop.example.com', domainKey: key };
  return [
    { path: '/readyz' },
    { path: '/v1/products' },
    { path: `/v1/licenses/${id}` },
    { path: '/gen/LicenseGen/check/license-status', body: { domainKey: key } },
    { path: '/web/LicenseWeb/activate/domainlic', body: activation },
    { path: `/v1/licenses/${id}/renew`, body: { validTo } },
    { path: '/v1/leases', body: { licenseId: pool.id, holder: mark }, idempotencyKey: mark },
    toWrite(number),
  ];
}

/** @param {number} number @returns {import('./ask.mjs').Request} */
function toWrite(number) {
  const mark = `mark-${String(number)}`;
  return { path: '/v1/products', body: { code: mark, name: mark }, idempotencyKey: mark };
}

/**
 * Takes the database away for a time, and asks all the while.
 *
 * @param {Service} service
 * @param {{ seconds: number, leave: () => void | Promise<void>, comeBack: () => void | Promise<void> }} outage
 * @returns {Promise<Outage>}
 */
export async function watchOutage(service, { seconds, leave, comeBack }) {
  const { server, guarded } = service;
  const seen = { asked: 0, longest: 0, isAlive: true, isGuarded: true };
  /** @type {string[]} */
  const wrong = [];
  /** @type {import('./ask.mjs').Request[]} */
  const refused = [];
  /** @param {import('./ask.mjs').Request} request @param {boolean} [mayBeDone] */
  const probe = async (request, mayBeDone = false) => {
    const begun = performance.now();
    const answer = await ask(server.address, service.apiKey, request);
    seen.asked += 1;
    seen.longest = Math.max(seen.longest, performance.now() - begun);
    refused.push(request);
    if (answer?.status === 503 && Number(answer.headers.get('retry-after')) >= 1) return;
    if (answer?.status === 201 && mayBeDone) return;
    wrong.push(`${request.path}: ${String(answer?.status)} ${answer?.text ?? 'no answer'}`);
  };
  const surprised = Array.from({ length: SURPRISED }, () => probe(service.write(), true));
  // Now others are in the midst of theirs.
  await Promise.race(surprised);
  await leave();
  const end = performance.now() + 1000 * seconds;
  const watchGuard = async () => {
    while (performance.now() < end) {
      seen.isGuarded &&= await guarded.isRight();
      const health = await ask(server.address, '', { path: '/healthz' });
      seen.isAlive &&= health?.status === 200;
      await sleep(PAUSE_MS);
    }
  };
  const watchServer = async () => {
    while (performance.now() < end) {
      await Promise.all(service.requests().map((request) => probe(request)));
      await sleep(PAUSE_MS);
    }
  };
  await Promise.all([...surprised, watchGuard(), watchServer()]);
  await comeBack();
  const begun = performance.now();
  await waitUntil('recovery', RECOVERY_TIMEOUT_MS, () => isReady(server.address));
  const recovery = performance.now() - begun;
  return { ...seen, wrong, recovery, isWell: await isWell(service, refused) };
}

/** @param {Service} service @param {readonly import('./ask.mjs').Request[]} refused */
async function isWell({ server, guarded, apiKey }, refused) {
  for (const request of refused) await askFor(server.address, apiKey, request);
  const products = await askForAll(server.address, apiKey, '/v1/products');
  const marks = refused.flatMap(({ path, idempotencyKey }) =>
    path === '/v1/products' && idempotencyKey !== undefined ? [idempotencyKey] : [],
  );
  const isThere = (/** @type {string} */ mark) =>
    products.filter(({ code }) => code === mark).length === 1;
  return (
    server.isRunning() && guarded.isRunning() && (await guarded.isRight()) && marks.every(isThere)
  );
}
