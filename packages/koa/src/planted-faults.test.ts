import { createFaultSuite } from '@licet/conformance';
import Koa from 'koa';
import Koa2 from 'koa2';
import { describe, it, vi } from 'vitest';
import { startGuardedApp } from '../test/guarded-app.js';

const plant = await vi.hoisted(() => import('@licet/conformance/plant'));
vi.mock(import('./request-facts.js'), async (load) => plant.inFacts(await load()));
vi.mock(import('./send-refusal.js'), async (load) => plant.inRefusals(await load()));
vi.mock(import('@licet/core'), async (load) => plant.inGates(await load()));

describe.each([
  ['Koa 2', Koa2],
  ['Koa 3', Koa],
])('a fault in the guard on %s', (_name, App) => {
  it.each(createFaultSuite({ start: startGuardedApp(App) }))('$name', ({ run }) => run());
});
