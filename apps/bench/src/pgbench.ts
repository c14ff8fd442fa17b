import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

/** Where Debian and its relatives keep what belongs to one version. */
const versions = '/usr/lib/postgresql';

/** Transactions a second of a script of pgbench, with as many clients as the servers have connections. */
export type Pgbench = (script: string, milliseconds: number) => Promise<number>;

/** The pgbench of this machine for a database; `undefined` when there is none. */
export function findPgbench(databaseUrl: string, clients: number): Pgbench | undefined {
  const program = candidates().find((path) => existsSync(path));
  if (program === undefined) return undefined;
  // It counts either whole seconds or transactions.
  let perMillisecond = 1;
  return async (script, milliseconds) => {
    const perClient = Math.max(1, Math.ceil((perMillisecond * milliseconds) / clients));
    const rate = await run(program, script, [
      ['-c', String(clients)],
      ['-t', String(perClient)],
      [databaseUrl],
    ]);
    perMillisecond = rate / 1000;
    return rate;
  };
}

function candidates(): readonly string[] {
  const inPath = (process.env.PATH ?? '').split(delimiter);
  const byVersion = existsSync(versions)
    ? readdirSync(versions).map((version) => join(versions, version, 'bin'))
    : [];
  return [...inPath, ...byVersion].map((folder) => join(folder, 'pgbench'));
}

async function run(
  program: string,
  script: string,
  args: readonly (readonly string[])[],
): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'licet-pgbench-'));
  try {
    const file = join(folder, 'script.sql');
    writeFileSync(file, script);
    const options = ['-n', '-M', 'prepared', '-f', file, ...args.flat()];
    const { stdout } = await promisify(execFile)(program, options, { encoding: 'utf8' });
    const rate = /^tps = ([\d.]+) /m.exec(stdout)?.[1];
    if (rate === undefined || /failed transactions: [1-9]/.test(stdout))
      throw new Error(`pgbench failed: ${stdout}`);
    return Number(rate);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
