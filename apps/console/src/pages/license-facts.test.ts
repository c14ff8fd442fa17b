import { expect, it } from 'vitest';
import type { License } from '../api/types.js';
import { toTerm } from './license-facts.js';

const license: License = {
  id: 'lic_1',
  kind: 'token',
  product: 'acme-shop',
  state: 'active',
  standing: 'valid',
  generation: 1,
  createdAt: '2026-01-01T00:00:00Z',
};
const validFrom = '2026-03-01T00:00:00Z';
const validTo = '2027-01-01T00:00:00Z';

it.each([
  [{}, 'For ever'],
  [{ validTo }, 'Until Dec 31, 2026'],
  [{ validFrom }, 'From Mar 1, 2026, for ever'],
  [{ validFrom, validTo }, 'From Mar 1, 2026, until Dec 31, 2026'],
])('a license with the dates %j is good “%s”', (dates, text) => {
  expect(toTerm({ ...license, ...dates })).toBe(text);
});
