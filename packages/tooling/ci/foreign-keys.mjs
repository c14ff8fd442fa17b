// Run with `node packages/tooling/run.mjs script packages/tooling/ci/foreign-keys.mjs`. The long run of a test that `npm test` runs short: 1,000
// vendors with fresh keys, whose documents are good by their own roots and not by ours.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../bootstrap/paths.mjs';
import { createTally } from '../checks/tally.mjs';

const { check, finish } = createTally();
await check('documents of 1,000 vendors with fresh keys are not valid, not once', () => {
  const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
  const run = ['run', '--project', 'sqlite', 'test/foreign-documents.test.ts'];
  const { status } = spawnSync(process.execPath, [vitest, ...run], {
    cwd: join(ROOT, 'apps', 'server'),
    stdio: 'inherit',
    env: { ...process.env, LICET_TEST_FOREIGN_KEYS: '1000' },
  });
  return status === 0;
});
finish();
