import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { capture } from './children.mjs';
import { PINS, TOOLCHAIN } from './paths.mjs';
import { step, StepFailed } from './report.mjs';

/**
 * A tool that can be fetched for this platform: one npm package, pinned by the hash in a lock file.
 *
 * @typedef {object} Pin
 * @property {string} name of the package
 * @property {string} version
 * @property {string} source folder of its package.json and package-lock.json
 * @property {string} target folder that it is fetched into
 */

/** @param {'node' | 'pnpm'} tool @returns {Pin | undefined} nothing when no package fits this platform */
export function readPin(tool) {
  const source = join(PINS, `${tool}-${process.platform}-${process.arch}`);
  if (!existsSync(source)) return undefined;
  const manifest = /** @type {{ dependencies: Record<string, string> }} */ (
    JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'))
  );
  const [name = '', version = ''] = Object.entries(manifest.dependencies)[0] ?? [];
  return { name, version, source, target: join(TOOLCHAIN, `${tool}-${version}`) };
}

/** The path of a file in the fetched package. @param {Pin} pin @param {string} file */
export const pathIn = ({ name, target }, file) => join(target, 'node_modules', name, file);

/** Fetches the package. It appears whole or not at all. @param {Pin} pin */
export async function fetchPin({ name, version, source, target }) {
  const partial = `${target}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) {
    cpSync(join(source, file), join(partial, file));
  }
  await step(`fetching ${name} ${version}`, () => install(partial));
  rmSync(target, { recursive: true, force: true });
  renameSync(partial, target);
}

/** @param {string} folder */
async function install(folder) {
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
  const args = ['ci', `--prefix=${folder}`, ...flags, '--loglevel=error'];
  const { code, output } = await capture({ ...npm(args), cwd: folder, env: process.env });
  if (code !== 0) throw new StepFailed(`npm could not fetch it:\n${output}`);
}

/** The npm that started us, by the same Node; else the one on the PATH. @param {string[]} args */
function npm(args) {
  const started = process.env.npm_execpath ?? '';
  return /npm-cli\.c?js$/.test(started)
    ? { file: process.execPath, args: [started, ...args] }
    : { file: 'npm', args };
}
