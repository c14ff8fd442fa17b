import { backoffMilliseconds } from '../backoff.js';
import type { ClientSettings } from '../options.js';
import { failure, type Problem, type Result } from '../problem.js';
import type { Schedule } from '../schedule.js';

const backoff = { firstMilliseconds: 500, mostMilliseconds: 8000 };
/** Who is asked to wait longer gets the problem instead, and decides. */
const mostPatienceSeconds = 60;

/**
 * Tries again what failed in passing: no answer, 429, 503. Only for requests that may be sent twice. It waits as long as the server asks
 * (`Retry-After`) and a random while on top.
 */
export async function withRetries<T>(
  { retries, schedule, random }: Pick<ClientSettings, 'retries' | 'schedule' | 'random'>,
  signal: AbortSignal | undefined,
  attempt: () => Promise<Result<T>>,
): Promise<Result<T>> {
  for (let failures = 1; ; failures++) {
    const result = await attempt();
    if (result.ok || failures > retries || !isPassing(result.problem)) return result;
    const { retryAfterSeconds = 0 } = result.problem;
    const wait = retryAfterSeconds * 1000 + backoffMilliseconds(backoff, failures, random);
    if (!(await sleep(wait, schedule, signal))) return failure('aborted', 'The call was given up.');
  }
}

function isPassing({ code, status, retryAfterSeconds = 0 }: Problem): boolean {
  if (retryAfterSeconds > mostPatienceSeconds) return false;
  return code === 'unreachable' || code === 'timed_out' || status === 429 || status === 503;
}

/** Resolves with false as soon as the caller gives up. */
function sleep(
  milliseconds: number,
  schedule: Schedule,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  return new Promise((resolve) => {
    const onAbort = (): void => finish(false);
    const cancel = schedule(milliseconds, () => finish(true));
    const finish = (isOver: boolean): void => {
      cancel();
      signal?.removeEventListener('abort', onAbort);
      resolve(isOver);
    };
    signal?.addEventListener('abort', onAbort);
    if (signal?.aborted === true) finish(false);
  });
}
