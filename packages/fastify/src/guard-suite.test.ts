import { createGuardSuite } from '@licet/conformance';
import { afterAll, describe, it } from 'vitest';
import { startGuardedApp } from '../test/guarded-app.js';

describe('the guard on Fastify 5', () => {
  const suite = createGuardSuite({ start: startGuardedApp });
  afterAll(() => suite.close());

  it.each(suite.cases)('$name', ({ run }) => run());
});
