import type { HostCase } from './host-case.js';
import { forwardedCases } from './host-cases/forwarded.js';
import { hostFieldCases } from './host-cases/host-field.js';
import { nameCases } from './host-cases/names.js';
import { requestTargetCases } from './host-cases/request-target.js';

/** Every host case. They go for all adapters alike: none is skipped anywhere. */
export const hostCases: readonly HostCase[] = [
  ...hostFieldCases,
  ...nameCases,
  ...requestTargetCases,
  ...forwardedCases,
];
