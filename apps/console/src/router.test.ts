import { describe, expect, it } from 'vitest';
import { parseRoute, toHref } from './router.js';

describe('an address', () => {
  it.each([
    [['licenses', 'lic_1'], {}],
    [['products', 'a/b?c#d'], { q: 'ä & b' }],
    [[], { q: '' }],
  ])('of %j %j is read as it was written', (segments, query) => {
    const route = parseRoute(toHref(segments, query));
    expect(route.segments).toEqual(segments);
    expect(Object.fromEntries(route.query)).toEqual(
      Object.fromEntries(Object.entries(query).filter(([, value]) => value !== '')),
    );
  });

  it('that nobody could have written does not throw', () => {
    expect(parseRoute('#/licenses/%E0%A4%A').segments).toEqual(['licenses', '%E0%A4%A']);
  });
});
