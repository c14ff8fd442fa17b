import { succeed, type Outcome } from '../../problems.js';
import type { Context } from '../context.js';
import type { RefusalReason } from '../statistics/refusal-tally.js';

/** What operations 4, 5 and 6 answer: never why. */
export interface Validity {
  readonly valid: boolean;
}

/** Why something is not valid; `product` where it is known for certain. */
export interface Refusal {
  readonly ok: false;
  readonly reason: RefusalReason;
  readonly product?: string;
}

/** Tells whether something is valid. That it is not is counted with its reason. */
export function toValidity(
  { refusals }: Context,
  verdict: { readonly ok: true } | Refusal,
): Outcome<Validity> {
  if (!verdict.ok) refusals.note(verdict.reason, verdict.product);
  return succeed({ valid: verdict.ok });
}
