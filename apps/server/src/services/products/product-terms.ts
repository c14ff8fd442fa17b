import type { ProductChange } from '../../db/products.js';
import type { ProductRow } from '../../db/tables.js';
import type { AuditDraft } from '../audit/audit-log.js';
import { toStoredPolicy, type Policy } from '../licenses/policy.js';

/** What the licenses of a product get; null takes a bound away. */
export interface ProductTerms {
  readonly name?: string;
  /** Days that its licenses last; null for permanent ones. */
  readonly termDays?: number | null;
  readonly proofDays?: number;
  readonly transferLimit?: number | null;
  readonly activationsPerDay?: number | null;
  readonly features?: readonly string[];
  readonly policy?: Policy;
  readonly maintenanceSupported?: boolean;
}

/** The columns of the terms that are given. */
export function toColumns(terms: ProductTerms): ProductChange {
  const { name, termDays, proofDays, transferLimit, activationsPerDay } = terms;
  const { features, policy, maintenanceSupported } = terms;
  return {
    ...(name !== undefined && { name }),
    ...(termDays !== undefined && { term_days: termDays }),
    ...(proofDays !== undefined && { proof_days: proofDays }),
    ...(transferLimit !== undefined && { transfer_limit: transferLimit }),
    ...(activationsPerDay !== undefined && { activations_per_day: activationsPerDay }),
    ...(features !== undefined && {
      features: features.length === 0 ? null : JSON.stringify(features),
    }),
    ...(policy !== undefined && { policy: toStoredPolicy(policy) }),
    ...(maintenanceSupported !== undefined && { maintenance: maintenanceSupported ? 1 : 0 }),
  };
}

/** A product in the words of the audit log. */
export function describeProduct({
  code,
  term_days: termDays,
}: ProductRow): Omit<AuditDraft, 'action'> {
  return { target: code, product: code, details: termDays === null ? {} : { termDays } };
}
