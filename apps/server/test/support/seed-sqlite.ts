import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { seed } from './seed.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** A data folder with an account and its keys, to be copied. */
    seededFolder: string;
  }
}

/** Signing keys take long to make, so that all test files begin with copies of the same ones. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'licet-seed-'));
  await seed({ dataDir: folder, databaseUrl: undefined, masterKey: undefined });
  project.provide('seededFolder', folder);
  return () => rm(folder, { recursive: true });
}
