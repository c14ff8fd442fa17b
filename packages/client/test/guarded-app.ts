import { createGate, type Gate, type GateEvent } from '@licet/core';
import { onTestFinished } from 'vitest';
import {
  licenseServer,
  type LicenseServer,
  type LicenseServerEvent,
  type LicenseServerOptions,
} from '../src/index.js';
import type { ManualTime } from './manual-time.js';
import { product } from './vendor-server.js';

/** An application that keeps its license fresh: one process of it, from its start to its end. */
export interface GuardedApp {
  readonly source: LicenseServer;
  readonly gate: Gate;
  readonly events: readonly (LicenseServerEvent | GateEvent)[];
  /** `allowed`, or the code of the refusal. */
  readonly check: (host?: string) => string;
  /** The codes of what failed, in order. */
  readonly failures: () => readonly string[];
}

export const domain = 'shop.example.com';

export interface AppOptions extends Partial<LicenseServerOptions> {
  readonly time: ManualTime;
  readonly rootPem: string;
  readonly url: string;
  readonly domainKey: string;
  readonly cacheFile: string;
}

/** Starts one; it ends with the test at the latest. */
export function startApp({ time, rootPem, ...options }: AppOptions): GuardedApp {
  const events: (LicenseServerEvent | GateEvent)[] = [];
  const source = licenseServer({
    apiKey: 'licet_pk_test',
    product,
    domain,
    clock: time.clock,
    schedule: time.schedule,
    random: () => 0.5,
    // Of the renewal alone, unless a test wants to hear of revocations too.
    statusLists: false,
    onEvent: (event) => events.push(event),
    ...options,
  });
  const gate = createGate({
    product,
    license: source,
    publicKeys: rootPem,
    clock: time.clock,
    onEvent: (event) => events.push(event),
  });
  onTestFinished(() => gate.close());
  const facts = {
    url: '/',
    method: 'GET',
    remoteAddress: '203.0.113.9',
    localAddress: '203.0.113.1',
  };
  return {
    source,
    gate,
    events,
    check: (host = domain) => {
      const decision = gate.check({ ...facts, rawHeaders: ['Host', host] });
      return decision.allowed ? 'allowed' : decision.code;
    },
    failures: () =>
      events.flatMap((event) => (event.type === 'refresh-failed' ? [event.code] : [])),
  };
}
