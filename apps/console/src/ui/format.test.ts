import { afterEach, describe, expect, it, vi } from 'vitest';
import { formatDuration, formatLastDay, formatRelative, toWords } from './format.js';

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('a time', () => {
  it('that ends at midnight has the day before as its last', () => {
    expect(formatLastDay('2027-01-01T00:00:00Z')).toContain('2026');
    expect(formatLastDay('2027-01-01T00:00:01Z')).toContain('2027');
  });

  it('is told in UTC, and says so, wherever the browser is', async () => {
    vi.stubEnv('TZ', 'Pacific/Auckland');
    vi.resetModules();
    const { formatTime } = await import('./format.js');
    expect(new Date(2026, 0, 1).getTimezoneOffset()).toBe(-13 * 60);
    expect(formatTime('2026-01-01T23:30:00Z')).toMatch(/^Jan 1, 2026.*11:30.*UTC$/);
  });

  it.each([
    ['2026-01-04T00:00:00Z', 'in 3 days'],
    ['2025-12-31T00:00:00Z', 'yesterday'],
    ['2026-01-01T00:00:20Z', 'this minute'],
  ])('%s is %s on New Year', (instant, text) => {
    expect(formatRelative(instant, Date.UTC(2026, 0, 1))).toBe(text);
  });
});

describe('a duration', () => {
  it.each([
    [604_800, '7 days'],
    [3600, '1 hour'],
    [90, '90 seconds'],
  ])('of %i seconds is %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });
});

it('says words of the API as people read them', () => {
  expect([toWords('not-yet-valid'), toWords('wrong_binding')]).toEqual([
    'Not yet valid',
    'Wrong binding',
  ]);
});
