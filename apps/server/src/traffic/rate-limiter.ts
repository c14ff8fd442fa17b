import { createRecentMap } from './recent-map.js';

/** So many seconds after it was used up, a quota is whole again; also the window that is told to clients. */
export const rateWindowSeconds = 60;

/** How one subject stands after one more request. */
export interface RateVerdict {
  readonly isAllowed: boolean;
  /** Requests that are left now. */
  readonly remaining: number;
  /** Until there is more than that. */
  readonly waitSeconds: number;
}

/** Counts the requests of many subjects against one quota. */
export interface RateLimiter {
  /** Counts a request, unless it is refused. */
  take(subject: string): RateVerdict;
}

/** What a {@link RateLimiter} is made of. */
export interface RateLimiterOptions {
  /** Requests per window, all at once or spread over it. */
  readonly quota: number;
  readonly capacity: number;
  /** In seconds. */
  readonly now: () => number;
}

interface Bucket {
  /** What was used and has not drained yet, in parts of which a request takes as many as the window has seconds. */
  level: number;
  /** When the level was right. */
  at: number;
}

/**
 * A bucket for each subject: every request adds to it, it drains at the rate of one quota a window, and a request that would make it overflow is
 * refused and adds nothing. By the choice of the unit all numbers are whole, so that no rounding adds up. A subject that was not seen
 * for a window has an empty bucket, so that it can be forgotten.
 */
export function createRateLimiter({ quota, capacity, now }: RateLimiterOptions): RateLimiter {
  const full = quota * rateWindowSeconds;
  const buckets = createRecentMap<Bucket>({ capacity, seconds: rateWindowSeconds, now });
  return {
    take(subject) {
      const at = now();
      const bucket = buckets.get(subject) ?? { level: 0, at };
      // A clock that was set back drains nothing, and takes nothing either.
      bucket.level = Math.max(0, bucket.level - Math.max(0, at - bucket.at) * quota);
      bucket.at = at;
      const isAllowed = bucket.level + rateWindowSeconds <= full;
      if (isAllowed) bucket.level += rateWindowSeconds;
      buckets.set(subject, bucket);
      const remaining = Math.floor((full - bucket.level) / rateWindowSeconds);
      const surplus = bucket.level + (remaining + 1) * rateWindowSeconds - full;
      return { isAllowed, remaining, waitSeconds: Math.ceil(surplus / quota) };
    },
  };
}
