// Run with `node packages/tooling/run.mjs script packages/tooling/ci/postgres-backup.mjs`. It backs a PostgreSQL up and restores it by the
// commands of apps/docs/guide/operations.md, with Debian's programs and under Debian's PostgreSQL, which is older than the one of the tests.

import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { chown } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createCluster, createDatabases, startPostgres } from '../../test-postgres/dist/index.js';
import { createTally } from '../checks/tally.mjs';
import { runCommand, startServer } from './crashes/licensing-server.mjs';
import { callServer } from './server/call-server.mjs';

const run = promisify(execFile);
const installed = '/usr/lib/postgresql';
const [newest = ''] = readdirSync(installed).sort((a, b) => Number(b) - Number(a));
/** @param {string} name */
const program = (name) => join(installed, newest, 'bin', name);

const folder = mkdtempSync(join(tmpdir(), 'licet-backup-'));
if (process.getuid?.() === 0) await chown(folder, 65_534, 65_534);
const cluster = await createCluster({ folder, program, remove: () => Promise.resolve() });
const postgres = await startPostgres(
  { folder, program, remove: () => Promise.resolve() },
  cluster,
  { isDurable: true },
);
const databases = createDatabases(cluster.address);
const masterKey = await runCommand(['master-key', 'create'], {});
/** @param {string} url @returns {NodeJS.ProcessEnv} */
const envOf = (url) => ({ DATABASE_URL: url, LICET_MASTER_KEY: masterKey });

/** @typedef {{ licenses: { id: string, state: string }[], file: unknown }} Kept */

/**
 * Runs work with a server on a database.
 *
 * @template T
 * @param {string} url
 * @param {(call: (path: string, body?: object) => Promise<unknown>) => Promise<T>} work
 * @returns {Promise<T>}
 */
async function withServer(url, work) {
  const server = await startServer(envOf(url));
  try {
    const secretKey = await runCommand(['keys', 'create', '--scope', 'admin'], envOf(url));
    return await work((path, body) =>
      callServer({ address: server.address, secretKey }, path, body),
    );
  } finally {
    server.signal('SIGTERM');
    await server.ended;
  }
}

/** @param {(path: string, body?: object) => Promise<unknown>} call @returns {Promise<Kept>} */
const readAll = async (call) => ({
  licenses: /** @type {{ items: Kept['licenses'] }} */ (await call('/v1/licenses?limit=100')).items,
  file: await call('/web/LicenseWeb/activate/domainlic', {
    scriptName: 'acme-shop',
    domainName: 'a.example',
    domainKey: 'BACKUP-KEY-1',
  }),
});

const { check, finish } = createTally();
try {
  const before = await databases.create('before');
  const dump = join(folder, 'licet.dump');
  /** @type {Kept} */
  const kept = await withServer(before, async (call) => {
    await call('/v1/products', { code: 'acme-shop', name: 'Acme Shop' });
    for (const [index, name] of ['a.example', 'b.example'].entries()) {
      const key = `BACKUP-KEY-${String(index + 1)}`;
      await call('/gen/LicenseGen/generate/domainlic', {
        scriptname: 'acme-shop',
        domainname: name,
        domainkey: key,
      });
    }
    const all = await readAll(call);
    await run(program('pg_dump'), ['--format=custom', `--file=${dump}`, before]);
    for (const { id } of all.licenses) await call(`/v1/licenses/${id}/revoke`, {});
    return all;
  });
  const after = await databases.create('after');
  await run(program('pg_restore'), ['--no-owner', '--exit-on-error', `--dbname=${after}`, dump]);
  await check('a restored database tells since when it knows nothing', async () =>
    (await runCommand(['after-restore'], envOf(after))).includes(
      'The database knows nothing of what was changed after',
    ),
  );
  await check(`what pg_dump ${newest} saved beside a running server is all there`, () =>
    withServer(after, async (call) => {
      const { licenses, file } = await readAll(call);
      const isSame = JSON.stringify(file) === JSON.stringify(kept.file);
      return (
        isSame &&
        licenses.length === kept.licenses.length &&
        kept.licenses.every((one) =>
          licenses.some(({ id, state }) => id === one.id && state === one.state),
        )
      );
    }),
  );
  await check('a license that is issued after that counts above what was given out', () =>
    withServer(after, async (call) => {
      const [{ id } = { id: '' }] = kept.licenses;
      const validTo = new Date(Date.now() + 86_400_000).toISOString();
      const renewed = /** @type {{ generation: number }} */ (
        await call(`/v1/licenses/${id}/renew`, { validTo, allowShorter: true })
      );
      return renewed.generation > 1_000_000;
    }),
  );
  await check('the audit log of the restored database is whole', async () => {
    await runCommand(['audit', 'verify'], envOf(after));
    return true;
  });
  await check('another master key opens nothing', async () => {
    const other = await runCommand(['master-key', 'create'], {});
    const started = runCommand(['audit', 'verify'], { ...envOf(after), LICET_MASTER_KEY: other });
    return started.then(
      () => false,
      () => true,
    );
  });
} finally {
  await postgres.stop();
  rmSync(folder, { recursive: true });
}
finish();
