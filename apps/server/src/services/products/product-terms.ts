import type { ProductChange } from '../../db/products.js';
import type { ProductRow } from '../../db/tables.js';
import type { AuditDraft } from '../audit/audit-log.js';
import { describeTerms } from '../audit/describe-terms.js';
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

/** A product in the words of the audit log: all of it, so that two entries tell what was changed. Absent limits are none. */
export function describeProduct(row: ProductRow): Omit<AuditDraft, 'action'> {
  const { code, term_days, transfer_limit, activations_per_day, features, policy } = row;
  const details = {
    ...(term_days !== null && { termDays: term_days }),
    proofDays: row.proof_days,
    ...(transfer_limit !== null && { transferLimit: transfer_limit }),
    ...(activations_per_day !== null && { activationsPerDay: activations_per_day }),
    ...describeTerms({
      ...(features !== null && { features: JSON.parse(features) as string[] }),
      ...(policy !== null && { policy: JSON.parse(policy) as Policy }),
      maintenance: { supported: row.maintenance === 1 },
    }),
  };
  return { target: code, product: code, details };
}
