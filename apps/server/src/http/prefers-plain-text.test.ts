import { expect, it } from 'vitest';
import { prefersPlainText } from './prefers-plain-text.js';

it.each([
  [undefined, false],
  ['', false],
  ['*/*', false],
  ['text/*', false],
  ['text/html, */*;q=0.1', false],
  ['text/plain', true],
  ['TEXT/PLAIN; charset=utf-8', true],
  ['text/plain, */*', true],
  ['text/plain;q=0', false],
  ['text/plain;q=0.5, application/json;q=0.4', true],
  ['text/plain;q=0.5, application/problem+json', false],
  ['application/json, text/plain, */*', false],
  ['text/plain, text/json', false],
  ['text/plain;q=nonsense', false],
])('Accept: %s prefers plain text: %s', (accept, expected) => {
  expect(prefersPlainText(accept)).toBe(expected);
});
