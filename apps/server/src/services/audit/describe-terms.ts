import { formatInstant } from '@licet/core';
import type { Policy } from '../licenses/policy.js';
import type { AuditDetails } from './actions.js';

/** What somebody gets or loses by a change. Absent is what was not changed, or is not there. */
export interface DescribedTerms {
  readonly features?: readonly string[] | undefined;
  readonly policy?: Policy | undefined;
  readonly maintenance?:
    { readonly supported: boolean; readonly until?: number | undefined } | undefined;
}

/** Terms in the words of the audit log. What was taken away altogether is an empty text. */
export function describeTerms({ features, policy, maintenance }: DescribedTerms): AuditDetails {
  return {
    ...(features !== undefined && { features: features.join(' ') }),
    ...(policy !== undefined && { policy: JSON.stringify(policy) }),
    ...(maintenance !== undefined && { maintenanceSupported: maintenance.supported }),
    ...(maintenance?.until !== undefined && { maintenanceUntil: formatInstant(maintenance.until) }),
  };
}
