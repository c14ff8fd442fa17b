import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What is read of a package.json. */
export interface Manifest {
  readonly type?: string;
  readonly main?: string;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** The package.json of a folder, if it has a sound one. */
export async function readManifest(folder: string): Promise<Manifest | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

const extensions = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs'];
const names = ['main', 'app', 'server', 'index'];

/**
 * Where an application may begin, likely ones first: what its start scripts run, what `main` names, and the usual names. Only files of this
 * folder and its `src`, never what was built or installed.
 */
function candidatesOf({ scripts = {}, main }: Manifest): readonly string[] {
  const started = ['start', 'dev', 'start:dev']
    .map((script) => /([\w./-]+\.[cm]?[jt]s)\b/.exec(scripts[script] ?? '')?.[1])
    .filter((file) => file !== undefined);
  const usual = ['src/', ''].flatMap((folder) =>
    names.flatMap((name) => extensions.map((extension) => `${folder}${name}.${extension}`)),
  );
  const all = [...started, ...(main === undefined ? [] : [main]), ...usual];
  return [...new Set(all.map((file) => file.replace(/^\.\//, '')))].filter(isOwnSource);
}

function isOwnSource(file: string): boolean {
  return !/^(?:\/|dist\/|build\/|node_modules\/)|\.\./.test(file);
}

/** A source file and what is in it. */
export interface SourceFile {
  readonly file: string;
  readonly text: string;
}

/** Those of the candidates that are there. */
export async function readCandidates(
  folder: string,
  manifest: Manifest,
): Promise<readonly SourceFile[]> {
  const found = await Promise.all(
    candidatesOf(manifest).map(async (file) => {
      const text = await readFile(join(folder, file), 'utf8').catch(() => undefined);
      return text === undefined ? [] : [{ file, text }];
    }),
  );
  return found.flat();
}

/** The file of a folder's application that has a guard in it, if any. */
export async function findGuardedFile(folder: string): Promise<string | undefined> {
  const files = await readCandidates(folder, (await readManifest(folder)) ?? {});
  const modules = await readCandidates(folder, { main: 'src/app.module.ts' });
  const guarded = /['"]@licet\/(?:express|koa|nestjs|fastify|core)/;
  return [...files, ...modules].find(({ text }) => guarded.test(text))?.file;
}
