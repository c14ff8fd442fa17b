import { describe, expect, it } from 'vitest';
import { createRecentMap } from './recent-map.js';

function createTimedMap(capacity = 10) {
  const clock = { now: 1000 };
  return { clock, map: createRecentMap<number>({ capacity, seconds: 60, now: () => clock.now }) };
}

describe('a recent map', () => {
  it('remembers what was written for its time', () => {
    const { clock, map } = createTimedMap();
    for (const age of [0, 1, 59, 60]) {
      map.set('a', age);
      const writtenAt = clock.now;
      clock.now = writtenAt + 59;
      expect(map.get('a')).toBe(age);
      clock.now = writtenAt + age;
    }
  });

  it('has forgotten it after twice its time', () => {
    const { clock, map } = createTimedMap();
    map.set('a', 1);
    clock.now += 120;
    expect(map.get('a')).toBeUndefined();
    expect(map.size()).toBe(0);
  });

  it('never holds more than it may, and keeps the newest half at least', () => {
    const { map } = createTimedMap(1000);
    for (let index = 0; index < 100_000; index += 1) {
      map.set(String(index), index);
      if (map.size() > 1000) throw new Error(String(map.size()));
    }
    for (let index = 99_501; index < 100_000; index += 1) {
      expect(map.get(String(index))).toBe(index);
    }
    expect(map.get('0')).toBeUndefined();
  });

  it('keeps what is written again and again, whatever else comes', () => {
    const { map } = createTimedMap(100);
    for (let index = 0; index < 10_000; index += 1) {
      map.set('often', index);
      map.set(String(index), index);
    }
    expect(map.get('often')).toBe(9999);
  });

  it('goes on forgetting after the clock was set back', () => {
    const { clock, map } = createTimedMap();
    clock.now -= 500_000;
    map.set('a', 1);
    clock.now += 120;
    expect(map.get('a')).toBeUndefined();
  });
});
