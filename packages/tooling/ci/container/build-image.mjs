import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../bootstrap/paths.mjs';
import { makeBase } from './make-base.mjs';

const file = join(ROOT, 'apps/server/deploy/Dockerfile');

/**
 * @typedef {object} Image
 * @property {string} root the folder with its files
 * @property {{ User: string, Env: string[], Entrypoint: string[], Cmd: string[], Healthcheck: { Test: string[] } }} config
 */

/** Builds the image below `folder`, from what its ignore file lets in of this tree. @param {string} folder @returns {Image} */
export function buildImage(folder) {
  const buildah = createBuildah(folder);
  const { name, debian } = readBaseName();
  const base = buildah('from', 'scratch');
  buildah('add', '--quiet', base, makeBase(join(folder, 'base'), debian), '/');
  const { NODE_EXTRA_CA_CERTS: authorities } = process.env;
  if (authorities) buildah('config', '--env', `NODE_EXTRA_CA_CERTS=${authorities}`, base);
  buildah('commit', '--quiet', base, name);
  buildah(
    ...['build', '--format', 'docker', '--isolation', 'chroot', '--network', 'host'],
    ...['--build-arg', `NODE_IMAGE=${name}`, '--ignorefile', `${file}.dockerignore`],
    ...['--tag', 'licet-server', '--file', file, ROOT],
  );
  const container = buildah('from', 'localhost/licet-server');
  const description = /** @type {{ Docker: Pick<Image, 'config'> }} */ (
    JSON.parse(buildah('inspect', container))
  );
  return { root: buildah('mount', container), config: description.Docker.config };
}

/** Runs buildah with all that it keeps below `folder`; gives what it printed. @param {string} folder */
function createBuildah(folder) {
  const places = ['--root', join(folder, 'store'), '--runroot', join(folder, 'run')];
  /** @param {string[]} args */
  return (...args) =>
    execFileSync('buildah', ['--storage-driver', 'vfs', ...places, ...args], {
      encoding: 'utf8',
      stdio: 'pipe',
      maxBuffer: 2 ** 26,
    }).trim();
}

/** The image that ours is made from is built here under its own name. */
function readBaseName() {
  const [, name, debian] =
    /^ARG NODE_IMAGE=\S+\/(node:\S+-(\w+)-slim)$/m.exec(readFileSync(file, 'utf8')) ?? [];
  if (!name || !debian) throw new Error(`${file} names no image of Node.`);
  return { name: `localhost/${name}`, debian };
}
