import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exampleCases, type ExampleBench } from './example-suite/example-cases.js';
import { startExampleProgram, type ExampleProgram } from './example-suite/example-program.js';
import type { GuardSuite } from './guard-suite.js';
import { createTestVendor, product } from './guard-suite/test-vendor.js';

/** Makes the suite for one example application, given its built program. Its cases take turns: they share the files it reads. */
export function createExampleSuite(main: URL): GuardSuite {
  const vendor = createTestVendor(Math.floor(Date.now() / 1000));
  const directory = mkdtempSync(join(tmpdir(), 'licet-example-'));
  const [licensePath, keyPath] = [join(directory, 'license.dat'), join(directory, 'root.pem')];
  const standardEnv = {
    LICET_PRODUCT: product,
    LICET_LICENSE: licensePath,
    LICET_PUBLIC_KEY: keyPath,
    LICET_TRUSTED_PROXIES: '',
  };
  const run = async (check: (bench: ExampleBench) => Promise<void>): Promise<void> => {
    const programs: ExampleProgram[] = [];
    writeFileSync(licensePath, vendor.sign());
    writeFileSync(keyPath, vendor.rootPem);
    const start: ExampleBench['start'] = async (env) => {
      const program = await startExampleProgram(main, { ...standardEnv, ...env });
      programs.push(program);
      return program;
    };
    try {
      await check({ vendor, licensePath, keyPath, start });
    } finally {
      await Promise.all(programs.map((program) => program.stop()));
    }
  };
  return {
    cases: Object.entries(exampleCases).map(([name, check]) => ({ name, run: () => run(check) })),
    close: () => rm(directory, { recursive: true }),
  };
}
