// Run with `node packages/tooling/run.mjs script packages/tooling/ci/retries.mjs`. The long run of a test that `npm test` runs short: 10,000
// requests whose answers are cut off and that are sent again.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../bootstrap/paths.mjs';
import { createTally } from '../checks/tally.mjs';

const { check, finish } = createTally();
await check('10,000 requests that are cut off and sent again have one effect each', () => {
  const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
  const { status } = spawnSync(process.execPath, [vitest, 'run', 'test/retries.test.ts'], {
    cwd: join(ROOT, 'apps', 'server'),
    stdio: 'inherit',
    env: { ...process.env, LICET_TEST_RETRIES: '10000' },
  });
  return status === 0;
});
finish();
