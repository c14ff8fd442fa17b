import {
  createCluster,
  createDatabases,
  installationIn,
  startPostgres,
  type RunningPostgres,
} from '@licet/test-postgres';
import { rm } from 'node:fs/promises';
import { beforeEach, describe, expect, inject, it, onTestFinished } from 'vitest';
import { createMasterKey } from '../../src/secrets/master-key.js';
import { createProducts, paths, sell } from '../support/licenses.js';
import type { TestPlace } from '../support/place.js';
import { startServerForTest, type TestServer } from '../support/test-server.js';

const installation = installationIn(inject('postgres').installation);

let start: () => Promise<RunningPostgres>;
let running: RunningPostgres;
let server: TestServer;
beforeEach(async () => {
  const cluster = await createCluster(installation);
  onTestFinished(() => rm(cluster.folder, { recursive: true }));
  start = async () => (running = await startPostgres(installation, cluster));
  await start();
  onTestFinished(() => running.stop());
  const databaseUrl = await createDatabases(cluster.address).create('licet');
  const masterKey = createMasterKey();
  const place: TestPlace = {
    config: { dataDir: '', databaseUrl, masterKey },
    store: { url: databaseUrl },
    env: {},
    readStored: () => Promise.reject(new Error('not needed')),
    readMasterKey: () => Promise.resolve(masterKey.text),
    remove: () => Promise.resolve(),
  };
  server = await startServerForTest({ place });
  await createProducts(server);
});

describe('while the database is away', () => {
  it('everything that needs it is answered 503 with Retry-After, and works again when it is back', async () => {
    const sold = await sell(server);
    const requests: (() => Promise<{ status: number; headers: Headers; text: string }>)[] = [
      () => server.get('/readyz', { key: '' }),
      () => server.get('/v1/products'),
      () => server.post(paths.status, { domainKey: sold.domainkey }),
      () => server.post(paths.activate, sold),
      () => server.post(paths.renew, { domainKey: sold.domainkey, newValidToDate: '2027-01-01' }),
    ];
    const readMetrics = async () => (await server.get('/metrics', { key: '' })).text;
    await running.stop();
    // The first round finds connections that were good a moment ago, the second has to make new ones.
    for (let round = 0; round < 2; round++) {
      for (const answer of await Promise.all(requests.map((request) => request()))) {
        expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
        expect(answer.text).toContain('database_unavailable');
      }
      expect((await server.get('/healthz', { key: '' })).status).toBe(200);
      expect(await readMetrics()).toMatch(/^licet_database_up 0$/m);
    }
    await start();
    for (const request of requests) expect((await request()).status).toBe(200);
    expect(await readMetrics()).toMatch(/^licet_database_up 1$/m);
  });

  it('nothing that was acknowledged before is lost, and nothing that was refused is there', async () => {
    const acknowledged: string[] = [];
    const refused: string[] = [];
    const write = async (code: string) => {
      const { status } = await server.post('/v1/products', { code, name: code });
      (status === 201 ? acknowledged : refused).push(code);
      return status;
    };
    const writeUntilRefused = async (lane: string) => {
      for (let i = 0; (await write(`${lane}-${String(i)}`)) === 201; i++);
    };
    for (const round of ['x', 'y', 'z']) {
      const enough = acknowledged.length + 20;
      const lanes = [1, 2, 3, 4].map((lane) => writeUntilRefused(`${round}${String(lane)}`));
      await expect.poll(() => acknowledged.length, { interval: 1 }).toBeGreaterThan(enough);
      await running.stop();
      await Promise.all(lanes);
      await start();
    }
    const rows = await server.context.store.db.selectFrom('products').select('code').execute();
    const stored = new Set(rows.map(({ code }) => code));
    expect(acknowledged.filter((code) => !stored.has(code))).toEqual([]);
    // A refusal means that it is not known: the commit may have gone through, each at most once.
    expect(stored.size).toBe(rows.length);
    expect(refused.length).toBe(12);
  });
});
