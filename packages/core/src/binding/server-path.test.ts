import fc from 'fast-check';
import { expect, it } from 'vitest';
import { normalizeServerPath } from './server-path.js';

it.each([
  ['C:/ProgramData/Server/Path', 'c:/programdata/server/path'],
  ['C:\\ProgramData\\Server\\Path\\', 'c:/programdata/server/path'],
  ['  /srv/licenses//  ', '/srv/licenses'],
  ['/srv /', '/srv'],
  ['/srv / /', '/srv'],
  ['\\\\HOST\\Share', '//host/share'],
  ['/', '/'],
  ['\\', '/'],
  ['////', '/'],
  ['C:\\', 'c:'],
  ['/srv/BÜRO', '/srv/büro'],
  ['/srv/bu\u0308ro', '/srv/büro'],
  ['../../etc/passwd', '../../etc/passwd'],
  ['file:///etc/passwd', 'file:///etc/passwd'],
  ['%2e%2e/', '%2e%2e'],
])('writes "%s" as "%s"', (text, path) => {
  expect(normalizeServerPath(text)).toBe(path);
});

it.each([
  ['nothing', ''],
  ['white space', ' \t\n '],
  ['NUL', '/srv\u0000/x'],
  ['a line break', '/srv\n/x'],
  ['text that turns its direction', '/srv/\u202egpj'],
  ['a lone surrogate', '/srv/\ud800'],
  ['1025 characters', 'x'.repeat(1025)],
  ['more than 1024 characters in lower case', '\u0130'.repeat(600)],
])('gives no path for %s', (_, text) => {
  expect(normalizeServerPath(text)).toBeUndefined();
});

it('takes 1024 characters', () => {
  expect(normalizeServerPath('x'.repeat(1024))).toBe('x'.repeat(1024));
});

it('has one form for each path: what it gives it leaves as it is', () => {
  const piece = fc.constantFrom(
    '/',
    '\\',
    ' ',
    '.',
    'a',
    'Ä',
    'A\u0308',
    'Σ',
    'ς',
    'İ',
    'ß',
    '\u212a',
    '漢',
  );
  const path = fc.oneof(
    fc.array(piece, { maxLength: 12 }).map((parts) => parts.join('')),
    fc.string({ unit: 'grapheme' }),
  );
  fc.assert(
    fc.property(path, (text) => {
      const normalized = normalizeServerPath(text);
      if (normalized !== undefined) expect(normalizeServerPath(normalized)).toBe(normalized);
    }),
    { numRuns: 2000 },
  );
});
