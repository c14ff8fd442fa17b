import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../../', import.meta.url)).replace(/[/\\]$/, '');
export const PINS = fileURLToPath(new URL('./pins/', import.meta.url));

/** Everything the bootstrap keeps for itself: fetched tools, the stamp, the lock. Never committed. */
export const TOOLCHAIN = join(ROOT, '.toolchain');

/** @param {string} name */
export const localBin = (name) => join(ROOT, 'node_modules', '.bin', name);
