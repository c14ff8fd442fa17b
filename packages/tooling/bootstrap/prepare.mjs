import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { capture } from './children.mjs';
import {
  commonFingerprint,
  installFingerprint,
  outputFingerprint,
  sourceFingerprint,
} from './fingerprint.mjs';
import { withLock } from './lock.mjs';
import { localBin, ROOT } from './paths.mjs';
import { step, StepFailed } from './report.mjs';
import { readStamp, writeStamp } from './stamp.mjs';
import { ensureToolchain, environmentFor, findNode } from './toolchain.mjs';
import { closureOf, readWorkspace } from './workspace.mjs';

/** @typedef {import('./toolchain.mjs').Toolchain} Toolchain */

/**
 * Installs, and builds the named packages with all they stand on, each only when something changed
 * since the last time. Several commands at once take turns; the later ones then find nothing to do.
 *
 * @param {readonly string[]} targets names of packages
 */
export async function prepare(targets) {
  const node = findNode();
  if (node !== undefined && isInstalled() && staleAmong(targets).length === 0) return node;
  return withLock('prepare', async () => {
    const toolchain = await ensureToolchain();
    if (!isInstalled()) await install(toolchain);
    if (staleAmong(targets).length > 0) await build(toolchain, targets);
    return toolchain.node;
  });
}

/** The same for work that can go on when something does not build. @param {readonly string[]} targets */
export async function prepareIfPossible(targets) {
  try {
    await prepare(targets);
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
  }
}

/** Installs when needed, and brings pnpm, for commands that go on with the tools themselves. */
export function prepareTools() {
  return withLock('prepare', async () => {
    const toolchain = await ensureToolchain();
    if (!isInstalled()) await install(toolchain);
    return toolchain;
  });
}

/** The packages to build, each with the fingerprint of its sources. @param {readonly string[]} targets */
const currentState = (targets) => {
  const common = commonFingerprint();
  return buildable(targets).map((found) => ({
    ...found,
    sources: `${common.slice(0, 16)} ${sourceFingerprint(found)}`,
  }));
};

/** @param {readonly string[]} targets */
const buildable = (targets) => closureOf(readWorkspace(), targets).filter(({ builds }) => builds);

const isInstalled = () =>
  existsSync(join(ROOT, 'node_modules', '.modules.yaml')) &&
  readStamp().install === installFingerprint(readWorkspace().values());

/** @param {readonly string[]} targets */
function staleAmong(targets) {
  const { packages } = readStamp();
  return currentState(targets).filter(
    (found) => packages[found.name] !== `${found.sources} ${outputFingerprint(found)}`,
  );
}

/** @param {Toolchain} toolchain */
async function install(toolchain) {
  const fingerprint = installFingerprint(readWorkspace().values());
  const flags = ['--frozen-lockfile', '--prefer-offline', '--config.confirmModulesPurge=false'];
  await runStep('installing packages', toolchain, toolchain.pnpm ?? 'pnpm', [
    'install',
    ...flags,
    '--reporter=append-only',
  ]);
  writeStamp({ ...readStamp(), install: fingerprint });
}

/** @param {Toolchain} toolchain @param {readonly string[]} targets */
async function build(toolchain, targets) {
  // Read before the build: a file that changes meanwhile makes the next command build again.
  const before = currentState(targets);
  await runStep('building', toolchain, localBin('turbo'), [
    'run',
    'build',
    ...targets.map((name) => `--filter=${name}`),
    // What does build is there for the checks that read it, though something else does not.
    '--continue=dependencies-successful',
    '--output-logs=errors-only',
  ]);
  const { packages, ...stamp } = readStamp();
  const built = before.map((found) => [found.name, `${found.sources} ${outputFingerprint(found)}`]);
  writeStamp({ ...stamp, packages: { ...packages, ...Object.fromEntries(built) } });
}

/**
 * @param {string} title
 * @param {Toolchain} toolchain
 * @param {string} file
 * @param {string[]} args
 */
const runStep = (title, toolchain, file, args) =>
  step(title, async () => {
    const { code, output } = await capture({
      file,
      args,
      cwd: ROOT,
      env: environmentFor(toolchain),
    });
    if (code !== 0) throw new StepFailed(`${title} failed:\n${output}`, code);
  });
