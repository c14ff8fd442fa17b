import { describe, expect, it } from 'vitest';
import { createApiKeyText, hashApiKey, includesScope, isApiKeyText, scopes } from './api-key.js';

describe('an API key', () => {
  it.each([
    ['secret', /^licet_sk_[A-Za-z0-9]{36}$/],
    ['publishable', /^licet_pk_[A-Za-z0-9]{36}$/],
  ] as const)('that is %s shows it', (kind, form) => {
    const text = createApiKeyText(kind);
    expect(text).toMatch(form);
    expect(isApiKeyText(text)).toBe(true);
  });

  it('is recognized offline by its checksum', () => {
    const text = createApiKeyText('secret');
    for (const index of Array.from(text).keys()) {
      const other = text[index] === 'A' ? 'B' : 'A';
      expect(isApiKeyText(text.slice(0, index) + other + text.slice(index + 1))).toBe(false);
    }
    expect(isApiKeyText(text.replace('_sk_', '_pk_'))).toBe(false);
  });

  it('is hashed with SHA-256', () => {
    expect(hashApiKey('abc')).toBe('ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0');
  });
});

describe('a scope', () => {
  it('includes itself and those below it', () => {
    const table = scopes.map((held) => scopes.map((needed) => includesScope(held, needed)));
    expect(table).toEqual([
      [true, true, true],
      [false, true, true],
      [false, false, true],
    ]);
  });
});
