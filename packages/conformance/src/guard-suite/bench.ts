import type { GateOptions } from '@licet/core';
import { createVisitor, type Visitor } from '../exchange.js';
import type { GuardedApp, GuardTarget } from './guarded-app.js';
import { issuedAt, product, type TestVendor } from './test-vendor.js';

/** A running application, and requests to it. */
export interface Site extends GuardedApp, Visitor {}

/** What a case works with. */
export interface Bench {
  readonly vendor: TestVendor;
  /** Starts an application for the vendor's standard license at its time of issue, unless the changes say otherwise. */
  readonly start: (changes?: Partial<GateOptions>) => Promise<Site>;
}

/** One sentence of what every guard does. */
export interface BenchCase {
  readonly name: string;
  readonly check: (bench: Bench) => Promise<void>;
}

/** Runs one case, and closes the applications it has started whatever its outcome. */
export async function runBenchCase(
  { check }: BenchCase,
  target: GuardTarget,
  vendor: TestVendor,
): Promise<void> {
  const sites: Site[] = [];
  const start = async (changes?: Partial<GateOptions>): Promise<Site> => {
    const site = await startSite(target, { ...standardOptions(vendor), ...changes });
    sites.push(site);
    return site;
  };
  try {
    await check({ vendor, start });
  } finally {
    await Promise.all(sites.map((site) => site.close()));
  }
}

/** The options of a quiet guard for the vendor's standard license. */
export function standardOptions(vendor: TestVendor): GateOptions {
  return {
    product,
    license: vendor.sign(),
    publicKeys: vendor.rootKey,
    clock: () => issuedAt,
    onEvent: () => undefined,
  };
}

async function startSite(target: GuardTarget, options: GateOptions): Promise<Site> {
  const app = await target.start(options);
  let closing: Promise<void> | undefined;
  return {
    ...createVisitor(app.port),
    port: app.port,
    get handled() {
      return app.handled;
    },
    close: () => (closing ??= app.close()),
  };
}
