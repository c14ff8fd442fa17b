import { createGuardSuite } from '@licet/conformance';
import Koa from 'koa';
import Koa2 from 'koa2';
import { afterAll, describe, it } from 'vitest';
import { startGuardedApp } from '../test/guarded-app.js';

describe.each([
  ['Koa 2', Koa2],
  ['Koa 3', Koa],
])('the guard on %s', (_name, App) => {
  const suite = createGuardSuite({ start: startGuardedApp(App) });
  afterAll(() => suite.close());

  it.each(suite.cases)('$name', ({ run }) => run());
});
