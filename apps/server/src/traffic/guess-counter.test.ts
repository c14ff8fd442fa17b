import { describe, expect, it } from 'vitest';
import { createGuessCounter } from './guess-counter.js';

function createTimedCounter(free = 10) {
  const clock = { now: 1_782_864_000 };
  const counter = createGuessCounter({ free, capacity: 1000, now: () => clock.now });
  const guessAsSoonAsAllowed = () => {
    clock.now += counter.waitOf('a');
    counter.countWrong('a');
  };
  return { clock, counter, guessAsSoonAsAllowed };
}

describe('a guess counter', () => {
  it('lets ten wrong tries in a minute pass, then has each wait longer, up to a minute', () => {
    const { counter, guessAsSoonAsAllowed } = createTimedCounter();
    const waits: number[] = [];
    for (let tries = 0; tries < 18; tries += 1) {
      guessAsSoonAsAllowed();
      waits.push(counter.waitOf('a'));
    }
    expect(waits).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 4, 8, 16, 32, 60, 60, 60, 60]);
    expect(counter.waitOf('b')).toBe(0);
  });

  it('counts the wait down', () => {
    const { clock, counter, guessAsSoonAsAllowed } = createTimedCounter(1);
    guessAsSoonAsAllowed();
    guessAsSoonAsAllowed();
    expect(counter.waitOf('a')).toBe(4);
    clock.now += 3;
    expect(counter.waitOf('a')).toBe(1);
    clock.now += 1;
    expect(counter.waitOf('a')).toBe(0);
  });

  it('forgets free tries a minute after the first of them', () => {
    const { clock, counter } = createTimedCounter();
    for (let minute = 0; minute < 20; minute += 1) {
      for (let tries = 0; tries < 9; tries += 1) counter.countWrong('a');
      expect(counter.waitOf('a')).toBe(0);
      clock.now += 60;
    }
  });

  it('forgets waits after a minute without a wrong try', () => {
    const { clock, counter, guessAsSoonAsAllowed } = createTimedCounter();
    for (let tries = 0; tries < 12; tries += 1) guessAsSoonAsAllowed();
    clock.now += counter.waitOf('a') + 59;
    counter.countWrong('a');
    expect(counter.waitOf('a')).toBe(16);
    clock.now += 16 + 60;
    counter.countWrong('a');
    expect(counter.waitOf('a')).toBe(0);
  });

  it('gives nobody more than ten tries a minute for long, however he paces them', () => {
    for (const pause of [0, 1, 2, 5, 6, 7, 10, 30, 59, 60, 61, 90]) {
      const { clock, guessAsSoonAsAllowed } = createTimedCounter();
      const start = clock.now;
      let tries = 0;
      for (; clock.now - start < 3600; tries += 1) {
        guessAsSoonAsAllowed();
        clock.now += pause;
      }
      expect(tries).toBeLessThanOrEqual(60 * 10 + 10);
    }
  });

  it('has nobody wait for long after the clock was set back', () => {
    const { clock, counter, guessAsSoonAsAllowed } = createTimedCounter(1);
    guessAsSoonAsAllowed();
    clock.now -= 86_400;
    expect(counter.waitOf('a')).toBe(2);
    clock.now += 240;
    expect(counter.waitOf('a')).toBe(0);
  });

  it('has nobody wait when any number is free', () => {
    const { clock, counter } = createTimedCounter(Infinity);
    for (let tries = 0; tries < 1000; tries += 1) counter.countWrong('a');
    expect(counter.waitOf('a')).toBe(0);
    clock.now -= 10;
    expect(counter.waitOf('a')).toBe(0);
  });
});
