import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdirSync, realpathSync, symlinkSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * A small Debian with the Node that runs this, and the machine's npm with its settings, for want of the image that the file names: what
 * that one has and the build uses. Gives `folder`.
 *
 * @param {string} folder @param {string} debian the name of its release
 */
export function makeBase(folder, debian) {
  execFileSync('debootstrap', ['--variant=minbase', debian, folder], { stdio: 'pipe' });
  const local = join(folder, 'usr/local');
  copyFileSync(realpathSync(process.execPath), join(local, 'bin/node'));
  cpSync(findNpm(), join(local, 'lib/node_modules/npm'), { recursive: true });
  symlinkSync('../lib/node_modules/npm/bin/npm-cli.js', join(local, 'bin/npm'));
  if (existsSync(join(homedir(), '.npmrc')))
    copyFileSync(join(homedir(), '.npmrc'), join(folder, 'root/.npmrc'));
  const { NODE_EXTRA_CA_CERTS: authorities } = process.env;
  if (authorities !== undefined) copyInto(folder, authorities);
  return folder;
}

/** The folder of the npm on the path. */
function findNpm() {
  const npm = execFileSync('sh', ['-c', 'command -v npm'], { encoding: 'utf8' }).trim();
  return dirname(dirname(realpathSync(npm)));
}

/** @param {string} folder @param {string} path */
function copyInto(folder, path) {
  mkdirSync(join(folder, dirname(path)), { recursive: true });
  copyFileSync(path, join(folder, path));
}
