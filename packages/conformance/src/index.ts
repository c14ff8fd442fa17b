/** The suite that the bare core and every adapter must pass alike. */
export { hostCaseDomain } from './host-case.js';
export type { HostCase, HostCaseVerdict } from './host-case.js';
export { hostCases } from './host-cases.js';
export { sendHostCase, servedBody, toVerdict } from './run-host-cases.js';
export type { RawAnswer } from './run-host-cases.js';
