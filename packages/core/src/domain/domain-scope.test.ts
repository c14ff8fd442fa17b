import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { domainScopes, matchesDomain } from './domain-scope.js';

const matches = (host: string, name: string, scope: string): boolean =>
  matchesDomain(host, [{ name, scope }]);

/** The same rules written over arrays of labels, with nothing in common with the code under test. */
function oracle(host: string, name: string, scope: string): boolean {
  const hostLabels = host.split('.');
  const nameLabels = name.split('.');
  const extra = hostLabels.slice(0, Math.max(0, hostLabels.length - nameLabels.length));
  const rest = hostLabels.slice(extra.length);
  const sameTail =
    rest.length === nameLabels.length && rest.every((label, at) => label === nameLabels[at]);
  if (!sameTail) return false;
  const below = extra.length > 0 && extra.every((label) => /^[a-z0-9_-]+$/.test(label));
  return (
    (scope.startsWith('host') && extra.length === 0) ||
    (scope === 'host+www' && extra.length === 1 && extra[0] === 'www') ||
    (scope === 'subdomains' && below) ||
    (scope === 'one-label' && below && extra.length === 1)
  );
}

const label = fc.oneof(
  fc.constantFrom('a', 'b', 'www', 'com', 'example'),
  fc.stringMatching(/^[a-z0-9_-]{1,6}$/),
);
const name = fc
  .array(label, { minLength: 1, maxLength: 4 })
  .map((labels) => `${labels.join('.')}.x`);
const scope = fc.constantFrom(...domainScopes, 'everything', '', 'HOST', '__proto__');

describe('matchesDomain', () => {
  it.each([
    ['host', ['example.com']],
    ['host+www', ['example.com', 'www.example.com']],
    ['subdomains', ['www.example.com', 'a.example.com', 'a.b.example.com', 'www.www.example.com']],
    ['one-label', ['www.example.com', 'a.example.com']],
  ])('under "%s" takes exactly these names', (scopeName, allowed) => {
    const hosts = [
      'example.com',
      'www.example.com',
      'a.example.com',
      'a.b.example.com',
      'www.www.example.com',
    ];
    expect(hosts.filter((host) => matches(host, 'example.com', scopeName))).toEqual(allowed);
  });

  it('takes a look-alike under no scope', () => {
    const lookAlikes = [
      'evil-example.com',
      'evilexample.com',
      'example.com.evil.net',
      'www.example.com.evil.net',
      'examplexcom',
      'wwwxexample.com',
      'www-example.com',
      '.example.com',
      '*.example.com',
      '*.a.example.com',
      'a.*.example.com',
      'a..example.com',
      '..example.com',
      'www..example.com',
      'a.example.com.',
      'example.com.',
      'example.co',
      'xample.com',
      'com',
      '',
      '.',
      'EXAMPLE.COM',
      'A.example.com',
      'é.example.com',
      'a .example.com',
      'a/.example.com',
      'evil.net/.example.com',
      'user@a.example.com',
      'a:80.example.com',
      '[::1].example.com',
    ];
    for (const scopeName of domainScopes) {
      expect(lookAlikes.filter((host) => matches(host, 'example.com', scopeName))).toEqual([]);
    }
  });

  it('never matches under a scope it does not know', () => {
    for (const scopeName of ['', 'HOST', 'host ', 'host+', 'all', '*', 'toString', '__proto__']) {
      expect(matches('example.com', 'example.com', scopeName)).toBe(false);
    }
  });

  it('matches an IP address only with itself, under "host" and "host+www"', () => {
    for (const address of ['127.0.0.1', '::1', '2001:db8::1']) {
      const taken = domainScopes.filter((scopeName) => matches(address, address, scopeName));
      expect(taken).toEqual(['host', 'host+www']);
      for (const scopeName of domainScopes) {
        expect(matches(`www.${address}`, address, scopeName)).toBe(false);
        expect(matches(`a.${address}`, address, scopeName)).toBe(false);
      }
    }
    for (const scopeName of domainScopes)
      expect(matches('10.20.30.40', '30.40', scopeName)).toBe(false);
    for (const scopeName of domainScopes)
      expect(matches('10.20.30.40', '20.30.40', scopeName)).toBe(false);
  });

  it('is satisfied by any one of several entries, and by none of no entries', () => {
    const entries = [
      { name: 'example.com', scope: 'host+www' },
      { name: 'example.net', scope: 'one-label' },
      { name: '192.0.2.7', scope: 'host' },
    ];
    const hosts = [
      'www.example.com',
      'shop.example.net',
      '192.0.2.7',
      'example.net',
      'a.example.com',
    ];
    expect(hosts.map((host) => matchesDomain(host, entries))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
    expect(matchesDomain('example.com', [])).toBe(false);
  });

  it('agrees with an oracle over label arrays for 50,000 pairs of related names', () => {
    const related = fc
      .tuple(name, fc.array(label, { maxLength: 3 }), fc.constantFrom('.', '', '-', '..'))
      .map(([licensed, labels, glue]) => ({
        licensed,
        host: [labels.join('.'), licensed].filter(Boolean).join(glue),
      }));
    const pair = fc.oneof(related, fc.record({ licensed: name, host: name }));
    fc.assert(
      fc.property(pair, scope, ({ licensed, host }, scopeName) => {
        return matches(host, licensed, scopeName) === oracle(host, licensed, scopeName);
      }),
      { numRuns: 50_000 },
    );
  });

  it('never matches two names without a common end at a dot', () => {
    fc.assert(
      fc.property(name, name, scope, (host, licensed, scopeName) => {
        fc.pre(host !== licensed && !`.${host}`.endsWith(`.${licensed}`));
        return !matches(host, licensed, scopeName);
      }),
      { numRuns: 10_000 },
    );
  });
});
