import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './paths.mjs';

/**
 * @typedef {object} WorkspacePackage
 * @property {string} name
 * @property {string} folder relative to the root
 * @property {boolean} builds
 * @property {readonly string[]} dependsOn names of ours
 */

/** Every package of the workspace by its name. @returns {Map<string, WorkspacePackage>} */
export function readWorkspace() {
  const packages = ['packages', 'apps'].flatMap(readGroup);
  const names = new Set(packages.map(({ name }) => name));
  return new Map(
    packages.map((found) => [
      found.name,
      { ...found, dependsOn: found.dependsOn.filter((name) => names.has(name)) },
    ]),
  );
}

/** @param {string} group @returns {WorkspacePackage[]} */
function readGroup(group) {
  if (!existsSync(join(ROOT, group))) return [];
  return readdirSync(join(ROOT, group))
    .map((name) => join(group, name))
    .filter((folder) => existsSync(join(ROOT, folder, 'package.json')))
    .map((folder) => {
      const manifest = readManifest(folder);
      return {
        name: manifest.name,
        folder,
        builds: manifest.scripts?.build !== undefined,
        dependsOn: Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }),
      };
    });
}

/**
 * @typedef {object} Manifest
 * @property {string} name
 * @property {Record<string, string>} [scripts]
 * @property {Record<string, string>} [dependencies]
 * @property {Record<string, string>} [devDependencies]
 */

/** @param {string} folder */
const readManifest = (folder) =>
  /** @type {Manifest} */ (JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')));

/**
 * The named packages and everything of ours they stand on.
 *
 * @param {Map<string, WorkspacePackage>} workspace
 * @param {readonly string[]} names
 */
export function closureOf(workspace, names) {
  /** @type {Map<string, WorkspacePackage>} */
  const closure = new Map();
  const visit = (/** @type {string} */ name) => {
    const found = workspace.get(name);
    if (!found || closure.has(name)) return;
    closure.set(name, found);
    found.dependsOn.forEach(visit);
  };
  names.forEach(visit);
  return [...closure.values()];
}
