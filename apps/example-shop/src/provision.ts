import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTrustedKeys, parsePublicKey, verifyDocument } from '@licet/core';
import type { IssuedLicense } from './licensing-server.js';

/** Where the shop's license is, and the key to pin. */
export interface Provision {
  readonly licensePath: string;
  readonly rootPem: string;
}

/**
 * Uses the license that an earlier start left in `directory` as long as it verifies, else stores the one that `order` obtains. The
 * folder belongs to the licensing server's data: whoever deletes that data starts both of them anew.
 */
export async function provision(
  directory: string,
  product: string,
  order: () => Promise<IssuedLicense>,
): Promise<Provision> {
  const licensePath = join(directory, 'license.dat');
  const rootPath = join(directory, 'root.pem');
  const stored = readStored(licensePath, rootPath);
  if (stored !== undefined && isAccepted(stored, product)) {
    return { licensePath, rootPem: stored.rootPem };
  }
  const issued = await order();
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  writePrivately(rootPath, issued.rootPem);
  writePrivately(licensePath, issued.license);
  return { licensePath, rootPem: issued.rootPem };
}

function readStored(licensePath: string, rootPath: string): IssuedLicense | undefined {
  try {
    return { license: readFileSync(licensePath, 'utf8'), rootPem: readFileSync(rootPath, 'utf8') };
  } catch {
    // Whatever kept them from being read, new ones are the remedy.
    return undefined;
  }
}

function isAccepted({ license, rootPem }: IssuedLicense, product: string): boolean {
  if (!parsePublicKey(rootPem).ok) return false;
  const pins = createTrustedKeys(rootPem);
  return verifyDocument(license, { kind: 'domain-license', product, pins }).ok;
}

/** Nobody else may read it, and no reader ever meets half of it. */
function writePrivately(path: string, text: string): void {
  const temporary = `${path}.new`;
  writeFileSync(temporary, text, { mode: 0o600 });
  // The mode above counts for a new file only; this one may have been left behind.
  chmodSync(temporary, 0o600);
  renameSync(temporary, path);
}
