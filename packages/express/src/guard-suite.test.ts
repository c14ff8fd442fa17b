import { createGuardSuite } from '@licet/conformance';
import express from 'express';
import express4 from 'express4';
import { afterAll, describe, it } from 'vitest';
import { startGuardedApp } from '../test/guarded-app.js';

describe.each([
  ['Express 4', express4],
  ['Express 5', express],
])('the guard on %s', (_name, createApp) => {
  const suite = createGuardSuite({ start: startGuardedApp(createApp) });
  afterAll(() => suite.close());

  it.each(suite.cases)('$name', ({ run }) => run());
});
