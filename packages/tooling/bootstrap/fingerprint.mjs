import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './paths.mjs';

const TEST_FILE = /\.test(-d)?\.ts$/;

/** What pnpm install reads. @param {Iterable<import('./workspace.mjs').WorkspacePackage>} packages */
export function installFingerprint(packages) {
  const manifests = [...packages].map(({ folder }) => join(folder, 'package.json'));
  const files = ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', '.npmrc', ...manifests];
  return digest(files.map((file) => `${file} ${contentOf(file)}`));
}

/** What every build reads. */
export const commonFingerprint = () =>
  digest([
    ...['pnpm-lock.yaml', 'turbo.json'].map(entry),
    ...['settings', 'tsconfig'].flatMap((folder) => listTree(join('packages/tooling', folder))),
  ]);

/**
 * What the build of one package reads: path, time and size of each file.
 *
 * @param {import('./workspace.mjs').WorkspacePackage} found
 */
export function sourceFingerprint({ folder }) {
  const settings = ['package.json', 'tsconfig.json', 'tsconfig.build.json'];
  const builders = ['tsdown.config.ts', 'vite.config.ts'];
  return digest([
    ...[...settings, ...builders].map((file) => entry(join(folder, file))),
    ...listTree(join(folder, 'src'), (name) => !TEST_FILE.test(name)),
  ]);
}

/** What the build of one package left behind. @param {import('./workspace.mjs').WorkspacePackage} found */
export const outputFingerprint = ({ folder }) => digest(listTree(join(folder, 'dist')));

/** @param {readonly string[]} lines */
const digest = (lines) => createHash('sha256').update(lines.join('\n')).digest('hex');

/** @param {string} file */
function entry(file) {
  const found = statSync(join(ROOT, file), { throwIfNoEntry: false });
  return found ? `${file} ${found.mtimeMs} ${found.size}` : `${file} -`;
}

/** @param {string} file */
function contentOf(file) {
  try {
    return createHash('sha256')
      .update(readFileSync(join(ROOT, file)))
      .digest('hex');
  } catch {
    return '-';
  }
}

/**
 * @param {string} folder
 * @param {(name: string) => boolean} [wanted]
 * @returns {string[]}
 */
function listTree(folder, wanted = () => true) {
  /** @type {import('node:fs').Dirent[]} */
  let entries;
  try {
    entries = readdirSync(join(ROOT, folder), { withFileTypes: true });
  } catch {
    return [`${folder} -`];
  }
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((found) => {
      const path = join(folder, found.name);
      if (found.isDirectory()) return listTree(path, wanted);
      return wanted(found.name) ? [entry(path)] : [];
    });
}
