import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../../bootstrap/paths.mjs';
import { openRegistry } from './registry.mjs';

const COMMAND_TIMEOUT_MS = 300_000;
const PUBLISHED = ['core', 'issuer', 'client', 'express', 'koa', 'fastify', 'nestjs', 'cli'];

const runFile = promisify(execFile);

/**
 * @typedef {object} Projects
 * @property {(name: string, files?: Record<string, string>) => string} create makes a folder that installs our packages as they
 *   would be published, and returns its path
 * @property {(file: string, args: readonly string[], cwd: string) => Promise<string>} run resolves with what a program printed;
 *   rejects when it fails, or does not end
 * @property {(cwd: string, ...packages: readonly string[]) => Promise<string>} install
 * @property {(name: string) => string} archiveOf where a packed package is whose name has no scope that would lead npm to ours
 * @property {() => void} close
 */

/** Packs the published packages, and opens a place for fresh projects that know nothing of this workspace. @returns {Promise<Projects>} */
export async function openProjects() {
  const folder = mkdtempSync(join(tmpdir(), 'licet-packed-'));
  const archives = join(folder, 'archives');
  mkdirSync(archives);
  for (const name of PUBLISHED) {
    await run('pnpm', ['pack', '--pack-destination', archives], join(ROOT, 'packages', name));
  }
  const registry = await openRegistry(archives);
  return {
    create: (name, files = {}) => {
      const path = join(folder, name);
      writeFiles(path, { '.npmrc': `@licet:registry=${registry.url}\n`, ...files });
      return path;
    },
    run,
    archiveOf: (name) => {
      const file = readdirSync(archives).find(
        (entry) => /^(.+)-\d+\..*$/.exec(entry)?.[1] === name,
      );
      return join(archives, file ?? name);
    },
    install: (cwd, ...packages) =>
      run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...packages], cwd),
    close: () => {
      registry.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** @param {string} folder @param {Record<string, string>} files by paths in it */
function writeFiles(folder, files) {
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

/** @type {Projects['run']} */
async function run(file, args, cwd) {
  const { stdout } = await runFile(file, args, { cwd, timeout: COMMAND_TIMEOUT_MS });
  return stdout;
}
