import type { PolicyClaims } from '@licet/core';

/** What a policy can say about expiry, staleness and a clock that was set back, from the mildest on. */
export const policyActions = ['warn', 'read-only', 'block'] as const;

/** One of {@link policyActions}. */
export type PolicyAction = (typeof policyActions)[number];

/** A policy as it is signed; what is left out has its strictest meaning. */
export interface Policy extends PolicyClaims {
  readonly onExpiry?: PolicyAction;
  readonly onStale?: PolicyAction;
  readonly onClockBack?: PolicyAction;
}

/** A policy without members is none. */
export function toStoredPolicy(policy: Policy): string | null {
  return Object.keys(policy).length === 0 ? null : JSON.stringify(policy);
}

/** Whether somebody who had the one policy may do less under the other. */
export function isStricter(next: Policy, before: Policy): boolean {
  const days = (policy: Policy) => [policy.graceDays ?? 0, policy.offlineDays ?? Infinity];
  const mildness = ({ onExpiry, onStale, onClockBack, devHosts }: Policy) => [
    ...[onExpiry, onStale, onClockBack].map((action) => -policyActions.indexOf(action ?? 'block')),
    devHosts === true ? 1 : 0,
  ];
  const before_ = [...days(before), ...mildness(before)];
  return [...days(next), ...mildness(next)].some((value, index) => value < (before_[index] ?? 0));
}
