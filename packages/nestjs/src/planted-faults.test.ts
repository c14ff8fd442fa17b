import { createFaultSuite } from '@licet/conformance';
import { describe, it, vi } from 'vitest';
import { startGuardedApp } from '../test/guarded-app.js';
import { platforms } from '../test/platforms.js';

const plant = await vi.hoisted(() => import('@licet/conformance/plant'));
vi.mock(import('./request-facts.js'), async (load) => plant.inFacts(await load()));
vi.mock(import('./send-refusal.js'), async (load) => plant.inRefusals(await load()));
vi.mock(import('@licet/core'), async (load) => plant.inGates(await load()));

describe.each(platforms)('a fault in the guard of Nest on %s', (_name, createAdapter) => {
  it.each(createFaultSuite({ start: startGuardedApp(createAdapter) }))('$name', ({ run }) => run());
});
