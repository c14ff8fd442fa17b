/** The suite that the bare core and every adapter must pass alike. */
export { createExampleSuite } from './example-suite.js';
export { createFaultSuite } from './fault-suite.js';
export { createGuardSuite } from './guard-suite.js';
export type { GuardCase, GuardSuite } from './guard-suite.js';
export { failureText } from './guard-suite/guarded-app.js';
export type { GuardedApp, GuardTarget } from './guard-suite/guarded-app.js';
export { hostCaseDomain } from './host-case.js';
export type { HostCase, HostCaseVerdict } from './host-case.js';
export { hostCases } from './host-cases.js';
export { sendHostCase, servedBody, matchesVerdict } from './run-host-cases.js';
export { createVisitor } from './exchange.js';
export type { RawAnswer, Visitor } from './exchange.js';
export { createTestVendor, issuedAt, product } from './guard-suite/test-vendor.js';
export type { TestVendor } from './guard-suite/test-vendor.js';
export { standardOptions } from './guard-suite/bench.js';
