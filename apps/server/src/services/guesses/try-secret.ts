import { fail, succeed, type Failure, type Outcome } from '../../problems.js';
import type { Guesser, GuessKind } from '../../traffic/guesses.js';
import type { Context } from '../context.js';

/** A secret that somebody sent, right or wrong. */
export interface Attempt {
  readonly kind: GuessKind;
  /** What it is remembered by: a keyed hash of what is not stored in plain text either. */
  readonly mark: string;
  /** It has the form of those that we make, with so many random bits that none is ever found by trying. */
  readonly isUnguessable: boolean;
}

/**
 * Looks a secret up for somebody who may only be guessing it, by `find`, which finds nothing when the secret is wrong. A wrong one counts as a guess.
 * Who has to wait, because there were too many, is answered `too_many_guesses`, with two exceptions, so that nobody else at the same address
 * loses what he has: a right secret is taken when it is one that nobody can guess, and when it was right before at this address.
 * Below the limit the same is done for a wrong secret as for a right one.
 */
export async function trySecret<T>(
  { guesses }: Pick<Context, 'guesses'>,
  guesser: Guesser,
  { kind, mark, isUnguessable }: Attempt,
  find: () => Promise<T | undefined>,
): Promise<Outcome<T | undefined>> {
  const wait = guesses.waitOf(kind, guesser);
  const mayBeRight = isUnguessable || guesses.isProven(kind, guesser.network, mark);
  if (wait > 0 && !mayBeRight) return tooManyGuesses(wait);
  const found = await find();
  if (found !== undefined) guesses.prove(kind, guesser.network, mark);
  else if (wait > 0) return tooManyGuesses(wait);
  else guesses.countWrong(kind, guesser);
  return succeed(found);
}

/** The refusal of somebody who has to wait. */
export function tooManyGuesses(waitSeconds: number): Failure {
  const detail = `Wait ${String(waitSeconds)} seconds: too many wrong ones were sent from this address, or with this API key.`;
  return { ...fail('too_many_guesses', detail), retryAfterSeconds: waitSeconds };
}
