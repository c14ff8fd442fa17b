import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TOOLCHAIN } from './paths.mjs';

/**
 * What was installed and built last, so that a command with nothing new to do starts at once.
 *
 * @typedef {object} Stamp
 * @property {string} [install]
 * @property {Record<string, string>} packages name -> fingerprint of sources and output
 */

const PATH = join(TOOLCHAIN, 'stamp.json');

/** @returns {Stamp} */
export function readStamp() {
  try {
    return /** @type {Stamp} */ (JSON.parse(readFileSync(PATH, 'utf8')));
  } catch {
    return { packages: {} };
  }
}

/** @param {Stamp} stamp */
export function writeStamp(stamp) {
  writeFileSync(`${PATH}.new`, JSON.stringify(stamp, undefined, 2));
  renameSync(`${PATH}.new`, PATH);
}
