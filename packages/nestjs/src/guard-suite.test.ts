import { createGuardSuite } from '@licet/conformance';
import manifest from '@nestjs/core/package.json' with { type: 'json' };
import { afterAll, describe, expect, it } from 'vitest';
import { startGuardedApp } from '../test/guarded-app.js';
import { platforms } from '../test/platforms.js';

describe.each(platforms)('the guard of Nest on %s', (_name, createAdapter) => {
  const suite = createGuardSuite({ start: startGuardedApp(createAdapter) });
  afterAll(() => suite.close());

  it.each(suite.cases)('$name', ({ run }) => run());
});

it('ran on the major of Nest that the project names', () => {
  expect(manifest.version.split('.')[0]).toBe(process.env.NEST_MAJOR);
});
