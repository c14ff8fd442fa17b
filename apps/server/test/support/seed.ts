import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { openContext } from '../../src/open-context.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** A data folder with an account and its keys, to be copied. */
    seededFolder: string;
  }
}

/** Signing keys take long to make, so that all test files begin with copies of the same ones. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'licet-seed-'));
  const seed = { dataDir: folder, masterKey: undefined, publicUrl: undefined };
  // Long before the time at which the tests begin.
  const context = await openContext(seed, { modulusBits: 2048, clock: () => 1_700_000_000 });
  await context.store.close();
  project.provide('seededFolder', folder);
  return () => rm(folder, { recursive: true });
}
