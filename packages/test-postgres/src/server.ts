import { execFile, spawn } from 'node:child_process';
import { chown, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { user, type PostgresInstallation } from './installation.js';

/** Ends the server when the input ends: also when the process that started it is killed. */
const leashed = '"$@" & read -r _; kill -QUIT $!; wait';

const always = ['listen_addresses=', 'max_connections=300'];
/** Nothing is to survive a power cut. What survives a kill does so without this too. */
const forTests = ['fsync=off', 'full_page_writes=off', 'shared_buffers=32MB'];
/** As an administrator would set up a small machine. */
const forGood = ['shared_buffers=256MB', 'max_wal_size=4GB'];

/** How a PostgreSQL runs. */
export interface PostgresOptions {
  /** What it committed is on the disk. By default that is left to the system, as no test cuts the power. */
  readonly isDurable?: boolean;
}

/** The files of a PostgreSQL. It is reached through a socket, so that no port has to be free. */
export interface PostgresCluster {
  readonly folder: string;
  /** The address of a database, but for its name. */
  readonly address: string;
}

/** A PostgreSQL that answers. */
export interface RunningPostgres {
  /** Ends it at once, as a crash of its machine would, but for what the system has yet to write. */
  readonly stop: () => Promise<void>;
}

/** Makes an empty cluster. Its locale does not order by bytes, as those of most real ones do not. */
export async function createCluster(installation: PostgresInstallation): Promise<PostgresCluster> {
  const folder = await mkdtemp(join(installation.folder, 'c-'));
  if (user.uid !== undefined) await chown(folder, user.uid, user.gid);
  const locale = ['--locale=C', '--encoding=UTF8', '--locale-provider=icu', '--icu-locale=en'];
  const access = ['--username=licet', '--auth=trust'];
  await promisify(execFile)(
    installation.program('initdb'),
    ['--pgdata', join(folder, 'data'), '--no-sync', ...locale, ...access],
    { ...user, cwd: folder, env: { LC_ALL: 'C' } },
  );
  return { folder, address: `postgres://licet@${encodeURIComponent(folder)}` };
}

/** Starts a cluster that does not run. */
export async function startPostgres(
  installation: PostgresInstallation,
  { folder }: PostgresCluster,
  { isDurable = false }: PostgresOptions = {},
): Promise<RunningPostgres> {
  const settings = [...always, ...(isDurable ? forGood : forTests)].flatMap((it) => ['-c', it]);
  const command = [installation.program('postgres'), '-D', join(folder, 'data'), '-k', folder];
  const child = spawn('/bin/sh', ['-c', leashed, 'sh', ...command, ...settings], {
    ...user,
    cwd: folder,
    env: { LC_ALL: 'C', PATH: process.env.PATH },
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  let log = '';
  await new Promise<void>((resolve, reject) => {
    child.stderr.on('data', (chunk) => {
      log = (log + String(chunk)).slice(-10_000);
      if (log.includes('ready to accept connections')) resolve();
    });
    void ended.then(() => reject(new Error(`PostgreSQL ended: ${log}`)));
  });
  return {
    stop: async () => {
      child.stdin.end();
      await ended;
    },
  };
}
