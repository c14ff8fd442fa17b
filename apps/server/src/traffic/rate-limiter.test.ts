import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRateLimiter } from './rate-limiter.js';

function createTimedLimiter(quota: number) {
  const clock = { now: 1_782_864_000 };
  const limiter = createRateLimiter({ quota, capacity: 1000, now: () => clock.now });
  return { clock, limiter };
}

describe('a rate limiter', () => {
  it.each([1, 2, 7, 10, 60, 61, 1000])('allows %i requests at once, and not one more', (quota) => {
    const { limiter } = createTimedLimiter(quota);
    for (let left = quota - 1; left >= 0; left -= 1) {
      expect(limiter.take('a')).toMatchObject({ isAllowed: true, remaining: left });
    }
    expect(limiter.take('a')).toMatchObject({ isAllowed: false, remaining: 0 });
    expect(limiter.take('b')).toMatchObject({ isAllowed: true });
  });

  it('tells when there is more, to the second', () => {
    const { clock, limiter } = createTimedLimiter(7);
    for (let index = 0; index < 7; index += 1) limiter.take('a');
    for (let round = 0; round < 50; round += 1) {
      const { isAllowed, waitSeconds } = limiter.take('a');
      expect(isAllowed).toBe(false);
      clock.now += waitSeconds - 1;
      expect(limiter.take('a').isAllowed).toBe(false);
      clock.now += 1;
      expect(limiter.take('a').isAllowed).toBe(true);
    }
  });

  it('is whole again a window after it was used up, and no sooner', () => {
    const { clock, limiter } = createTimedLimiter(10);
    for (let index = 0; index < 10; index += 1) limiter.take('a');
    clock.now += 54;
    expect(limiter.take('a').remaining).toBe(8);
    clock.now += 60;
    expect(limiter.take('a').remaining).toBe(9);
  });

  it('never allows more than a quota and what drained meanwhile, whatever the pattern', () => {
    const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 70 }), fc.integer({ max: 30 })), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), steps, (quota, pattern) => {
        const { clock, limiter } = createTimedLimiter(quota);
        const start = clock.now;
        let allowed = 0;
        for (const [pause, requests] of pattern) {
          clock.now += pause;
          for (let index = 0; index < requests; index += 1)
            if (limiter.take('a').isAllowed) allowed += 1;
          const most = quota + ((clock.now - start) * quota) / 60;
          expect(allowed).toBeLessThanOrEqual(most);
        }
      }),
    );
  });

  it('locks nobody out for longer than it would have, when the clock is set back', () => {
    const { clock, limiter } = createTimedLimiter(2);
    limiter.take('a');
    limiter.take('a');
    clock.now -= 86_400;
    expect(limiter.take('a').isAllowed).toBe(false);
    clock.now += 30;
    expect(limiter.take('a').isAllowed).toBe(true);
  });
});
