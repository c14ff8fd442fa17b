import type { FastifyRequest } from 'fastify';
import { fail, problems, type Outcome } from '../problems.js';
import type { Actor } from '../services/audit/actor.js';
import type { Context } from '../services/context.js';
import { plainCommit, type Commit } from '../services/write.js';
import { AnsweredMeanwhile, createAnswerMemory, type AnswerMemory } from './answer-memory.js';
import { callerOf } from './authenticate.js';

/**
 * Runs a write once for each `Idempotency-Key`: its outcome is stored, encrypted, in the transaction of its effect, and a repetition within
 * 24 hours gets that outcome. A failure that was found before anything was stored is not kept, as nothing happened, and neither is a 429. Without the
 * header every request is one of its own. What it records is in the name of the API key or user that sent it. Codes besides those of `run`: `invalid_idempotency_key`, `idempotency_key_reused`.
 */
export async function runOnce<T>(
  context: Context,
  request: FastifyRequest,
  run: (commit: Commit<T>) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const key = request.headers['idempotency-key'];
  const { actor } = callerOf(request);
  if (key === undefined) return run(plainCommit(context, actor));
  if (typeof key !== 'string' || !/^[\x20-\x7e]{1,255}$/.test(key)) {
    return fail('invalid_idempotency_key', 'Send 1 to 255 printable ASCII characters.');
  }
  const memory = createAnswerMemory<T>(context, request, key);
  return (await memory.recall()) ?? runAndRemember(context, actor, memory, run);
}

/** What is only true now would be a lie tomorrow. */
function isPassing(outcome: Outcome<unknown>): boolean {
  return !outcome.ok && problems[outcome.code].status === 429;
}

async function runAndRemember<T>(
  { store, auditLog }: Context,
  actor: Actor,
  memory: AnswerMemory<T>,
  run: (commit: Commit<T>) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  let isRemembered = false as boolean;
  const commit: Commit<T> = async (work, isolation) => {
    const outcome = await auditLog.transact(
      actor,
      async (db, record) => {
        const result = await work(db, record);
        if (result !== undefined && !isPassing(result)) await memory.remember(db, result);
        return result;
      },
      isolation,
    );
    isRemembered = outcome !== undefined;
    return outcome;
  };
  try {
    const outcome = await run(commit);
    if (isRemembered) return outcome;
    // What stood in the way may be what the same request did, sent before and still under way when this one was looked for.
    if (!outcome.ok) return (await memory.recall()) ?? outcome;
    // Nothing had to be stored, as all was as asked for already.
    await store.transact((db) => memory.remember(db, outcome));
    return outcome;
  } catch (error) {
    const known = error instanceof AnsweredMeanwhile ? await memory.recall() : undefined;
    if (known === undefined) throw error;
    return known;
  }
}
