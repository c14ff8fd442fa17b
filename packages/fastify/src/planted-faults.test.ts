import { createFaultSuite } from '@licet/conformance';
import { describe, it, vi } from 'vitest';
import { startGuardedApp } from '../test/guarded-app.js';

const plant = await vi.hoisted(() => import('@licet/conformance/plant'));
vi.mock(import('./request-facts.js'), async (load) => plant.inFacts(await load()));
vi.mock(import('./send-refusal.js'), async (load) => plant.inRefusals(await load()));
vi.mock(import('@licet/core'), async (load) => plant.inGates(await load()));

describe('a fault in the guard on Fastify 5', () => {
  it.each(createFaultSuite({ start: startGuardedApp }))('$name', ({ run }) => run());
});
