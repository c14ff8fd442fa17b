import { createFaultSuite } from '@licet/conformance';
import express from 'express';
import express4 from 'express4';
import { describe, it, vi } from 'vitest';
import { startGuardedApp } from '../test/guarded-app.js';

const plant = await vi.hoisted(() => import('@licet/conformance/plant'));
vi.mock(import('./request-facts.js'), async (load) => plant.inFacts(await load()));
vi.mock(import('./send-refusal.js'), async (load) => plant.inRefusals(await load()));
vi.mock(import('@licet/core'), async (load) => plant.inGates(await load()));

describe.each([
  ['Express 4', express4],
  ['Express 5', express],
])('a fault in the guard on %s', (_name, createApp) => {
  it.each(createFaultSuite({ start: startGuardedApp(createApp) }))('$name', ({ run }) => run());
});
