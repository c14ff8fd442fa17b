import assert from 'node:assert/strict';
import { faults, type NamedFault } from './fault-suite/faults.js';
import { createGuardSuite, type GuardCase } from './guard-suite.js';
import type { GuardTarget } from './guard-suite/guarded-app.js';
import { createTestVendor, type TestVendor } from './guard-suite/test-vendor.js';
import { withFault } from './plant.js';

/**
 * Shows that the guard suite finds what it is there for: every case plants one fault in an adapter that was made ready for faults, and
 * passes when exactly the guard cases about it fail.
 */
export function createFaultSuite(target: GuardTarget): readonly GuardCase[] {
  const vendor = createTestVendor();
  return faults.map((fault) => ({
    name: `finds a guard that ${fault.name}`,
    run: () => withFault(fault, () => assertFound(fault, target, vendor)),
  }));
}

async function assertFound(
  { fails }: NamedFault,
  target: GuardTarget,
  vendor: TestVendor,
): Promise<void> {
  const suite = createGuardSuite(target, vendor);
  // A framework may answer the others before its guard is asked.
  const cases = suite.cases.filter(({ name }) => !name.startsWith('no-url: '));
  const failed: string[] = [];
  for (const { name, run } of cases) await run().catch(() => failed.push(name));
  await suite.close();
  const names = cases.map(({ name }) => name);
  assert.deepEqual(
    failed,
    names.filter((name) => fails.some((pattern) => matches(name, pattern))),
  );
  for (const pattern of fails)
    assert.ok(
      failed.some((name) => matches(name, pattern)),
      String(pattern),
    );
}

function matches(name: string, pattern: string | RegExp): boolean {
  return typeof pattern === 'string' ? name === pattern : pattern.test(name);
}
