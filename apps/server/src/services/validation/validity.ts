import { succeed, type Outcome } from '../../problems.js';
import type { Context } from '../context.js';
import type { RefusalReason } from '../statistics/refusal-tally.js';

/** What operations 4, 5 and 6 answer: never why. */
export interface Validity {
  readonly valid: boolean;
}

export const valid: Outcome<Validity> = succeed({ valid: true });

/** Not valid, which is counted with its reason. */
export function refuse(
  { refusals }: Context,
  reason: RefusalReason,
  product?: string,
): Outcome<Validity> {
  refusals.note(reason, product);
  return succeed({ valid: false });
}
