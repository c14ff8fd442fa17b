import { describe, expect, it } from 'vitest';
import { chiSquare, chiSquareBound } from '../test/chi-square.js';
import { newDocumentId, newIssuerId, newLicenseId, newTokenId } from './new-ids.js';

describe.each([
  ['issuer', newIssuerId, 'iss_'],
  ['license', newLicenseId, 'lic_'],
  ['document', newDocumentId, 'doc_'],
  ['token', newTokenId, 'tok_'],
] as const)('a new %s id', (_, newId, prefix) => {
  const ids = Array.from({ length: 20_000 }, () => newId());

  it(`is ${prefix} and 26 lower-case symbols of five bits`, () => {
    const form = new RegExp(`^${prefix}[a-z2-7]{26}$`);
    expect(ids.filter((id) => !form.test(id))).toEqual([]);
  });

  it('does not repeat', () => {
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('draws every symbol evenly', () => {
    for (let position = prefix.length; position < prefix.length + 26; position += 1) {
      expect(
        chiSquare(
          ids.map((id) => id.charAt(position)),
          32,
        ),
      ).toBeLessThan(chiSquareBound);
    }
  });
});
