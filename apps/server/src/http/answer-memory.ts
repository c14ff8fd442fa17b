import type { EpochSeconds } from '@licet/core';
import type { FastifyRequest } from 'fastify';
import { deleteOldAnswers, findAnswer, storeAnswer } from '../db/idempotency.js';
import type { Store } from '../db/store.js';
import type { Db } from '../db/tables.js';
import { fail, type Outcome } from '../problems.js';
import type { Context } from '../services/context.js';
import { callerOf } from './authenticate.js';

const secondsKept = 24 * 3600;
/** Of one process. Nobody is answered by an old answer, so that it can stay for a while. */
const secondsBetweenDeletions = 600;

/** An outcome, with the time that its answer speaks of: a repetition is answered as the first time, however late. */
export type Dated<T> = Outcome<T> & { readonly at: EpochSeconds };

/** What is remembered of one `Idempotency-Key` of one caller on one route. */
export interface AnswerMemory<T> {
  /** The outcome of the same request, `idempotency_key_reused` for that of another, `undefined` when there was none yet. */
  recall(): Promise<Dated<T> | undefined>;
  /** Stores the outcome, and resolves with it. Throws {@link AnsweredMeanwhile}, which undoes the transaction, when another process did. */
  remember(db: Db, outcome: Outcome<T>): Promise<Dated<T>>;
}

/** Somebody answered the same request while it was worked on: what was done has to be undone. */
export class AnsweredMeanwhile extends Error {
  override readonly name = 'AnsweredMeanwhile';
}

/** The memory of a request. The request itself is kept as a keyed hash, its outcome encrypted. */
export function createAnswerMemory<T>(
  { store, vault }: Context,
  request: FastifyRequest,
  key: string,
): AnswerMemory<T> {
  const { accountId, apiKeyId } = callerOf(request);
  const route = `${request.method} ${request.routeOptions.url ?? ''}`;
  const id = { account_id: accountId, api_key_id: apiKeyId, route, idempotency_key: key };
  const purpose = `idempotency ${JSON.stringify(id)}`;
  const requestHmac = vault.requestHmac(toBytes(request));
  return {
    async recall() {
      await deleteOld(store, accountId);
      const row = await findAnswer(store.db, id, store.now() - secondsKept);
      if (row === undefined) return undefined;
      if (row.request_hmac !== requestHmac) {
        const detail = 'Use another Idempotency-Key: this one was sent with another request.';
        return { ...fail('idempotency_key_reused', detail), at: store.now() };
      }
      const text = vault.sealer.open(purpose, row.outcome_sealed).toString();
      return { ...(JSON.parse(text) as Outcome<T>), at: row.created_at };
    },
    async remember(db, outcome) {
      const now = store.now();
      const outcome_sealed = vault.sealer.seal(purpose, JSON.stringify(outcome));
      const row = { ...id, request_hmac: requestHmac, outcome_sealed, created_at: now };
      const isFirst = await storeAnswer(db, { row, forgetUntil: now - secondsKept });
      if (!isFirst) throw new AnsweredMeanwhile();
      return { ...outcome, at: now };
    },
  };
}

const deletedAt = new WeakMap<Store, EpochSeconds>();

/** A part of them at a time: however many there are, nobody waits long, and each that is remembered makes room for more than one. */
async function deleteOld(store: Store, accountId: string): Promise<void> {
  const now = store.now();
  if (Math.abs(now - (deletedAt.get(store) ?? -Infinity)) < secondsBetweenDeletions) return;
  deletedAt.set(store, now);
  const areAll = await store.write((db) => deleteOldAnswers(db, accountId, now - secondsKept));
  if (!areAll) deletedAt.delete(store);
}

/** Path and body: two requests to one route may differ in either. */
function toBytes({ url, rawBody }: FastifyRequest): Buffer {
  return Buffer.concat([Buffer.from(`${url}\0`), rawBody ?? Buffer.alloc(0)]);
}
