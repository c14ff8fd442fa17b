import assert from 'node:assert/strict';
import { runBenchCase, standardOptions, type BenchCase } from './guard-suite/bench.js';
import { fileCases } from './guard-suite/file-cases.js';
import type { GuardedApp, GuardTarget } from './guard-suite/guarded-app.js';
import { lifetimeCases } from './guard-suite/lifetime-cases.js';
import { passingCases } from './guard-suite/passing-cases.js';
import { policyCases } from './guard-suite/policy-cases.js';
import { refusalCases } from './guard-suite/refusal-cases.js';
import { spellingCases } from './guard-suite/spelling-cases.js';
import { createTestVendor, type TestVendor } from './guard-suite/test-vendor.js';
import type { HostCase } from './host-case.js';
import { hostCases } from './host-cases.js';
import { matchesVerdict, sendHostCase } from './run-host-cases.js';

/** One sentence of what every guard does. */
export interface GuardCase {
  readonly name: string;
  /** Resolves when the guard does it; rejects with an AssertionError when it does not. */
  readonly run: () => Promise<void>;
}

/** Everything that a guard has to do, for any test runner. */
export interface GuardSuite {
  /** One test each. They are independent of each other and of their order. */
  readonly cases: readonly GuardCase[];
  /** Closes what the cases shared. */
  close(): Promise<void>;
}

const benchCases: readonly BenchCase[] = [
  ...refusalCases,
  ...spellingCases,
  ...passingCases,
  ...lifetimeCases,
  ...fileCases,
  ...policyCases,
];

/** Makes the suite for one adapter: the whole table of host cases, and the cases that need an application of their own. */
export function createGuardSuite(
  target: GuardTarget,
  vendor: TestVendor = createTestVendor(),
): GuardSuite {
  const shared = new SharedApps(target, vendor);
  const cases = [
    ...benchCases.map((benchCase) => ({
      name: benchCase.name,
      run: () => runBenchCase(benchCase, target, vendor),
    })),
    ...hostCases.map((hostCase) => ({
      name: `${hostCase.expected}: ${hostCase.name}`,
      run: async () => checkHostCase(hostCase, await shared.get(hostCase.trustedProxies)),
    })),
  ];
  return { cases, close: () => shared.close() };
}

async function checkHostCase(hostCase: HostCase, { port }: GuardedApp): Promise<void> {
  const answer = await sendHostCase(hostCase, port);
  assert.ok(matchesVerdict(answer, hostCase.expected), JSON.stringify(answer));
}

/** One application for each list of trusted proxies that the host cases ask for. */
class SharedApps {
  readonly #target: GuardTarget;
  readonly #vendor: TestVendor;
  readonly #apps = new Map<string, Promise<GuardedApp>>();

  constructor(target: GuardTarget, vendor: TestVendor) {
    this.#target = target;
    this.#vendor = vendor;
  }

  get(trustedProxies: readonly string[]): Promise<GuardedApp> {
    const key = trustedProxies.join();
    let app = this.#apps.get(key);
    if (app === undefined) {
      app = this.#target.start({ ...standardOptions(this.#vendor), trustedProxies });
      this.#apps.set(key, app);
    }
    return app;
  }

  async close(): Promise<void> {
    for (const app of this.#apps.values()) await (await app).close();
  }
}
