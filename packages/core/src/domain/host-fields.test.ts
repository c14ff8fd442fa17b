import { describe, expect, it } from 'vitest';
import { areSameHostFields, scanHostFields, type HostFields } from './host-fields.js';

const nothing: HostFields = {
  authority: undefined,
  host: undefined,
  hostCount: 0,
  forwardedHost: undefined,
  forwardedHostCount: 0,
  forwarded: undefined,
  forwardedCount: 0,
};

const scan = (rawHeaders: readonly string[], trusted: boolean, authority?: string): HostFields => {
  const request = { url: '/', method: 'GET', remoteAddress: undefined, localAddress: undefined };
  return scanHostFields({ ...request, rawHeaders, authority }, trusted);
};

describe('scanHostFields', () => {
  const forwarding = [
    'X-Forwarded-Host',
    'b',
    'FORWARDED',
    'host=c',
    'x-forwarded-host',
    'd',
    'Forwarded',
    'e',
  ];

  it('keeps the first of each field and counts all of them', () => {
    expect(scan(['HOST', 'a', ...forwarding, 'host', 'f', 'Host', 'g'], true, 'h')).toEqual({
      authority: 'h',
      host: 'a',
      hostCount: 3,
      forwardedHost: 'b',
      forwardedHostCount: 2,
      forwarded: 'host=c',
      forwardedCount: 2,
    });
  });

  it('does not see forwarding fields unless the peer is trusted', () => {
    expect(scan(['Host', 'a', ...forwarding], false)).toEqual({
      ...nothing,
      host: 'a',
      hostCount: 1,
    });
  });

  it('does not take other names of the same length for one of its own', () => {
    const others = [
      'FROM',
      'DATE',
      'ETAG',
      'hos\u2028',
      'Sec-Ch-Ua-Mobile',
      'X-FORWARDED-PORT',
      'EXPECTING',
    ];
    expect(
      scan(
        others.flatMap((name) => [name, 'a']),
        true,
      ),
    ).toEqual(nothing);
  });

  it('finds an empty field, and none in a name without a value', () => {
    expect(scan(['Host', ''], true)).toEqual({ ...nothing, host: '', hostCount: 1 });
    expect(scan(['Host'], true)).toEqual(nothing);
  });
});

describe('areSameHostFields', () => {
  const full = scan(['Host', 'a', 'X-Forwarded-Host', 'b', 'Forwarded', 'host=c'], true, 'd');

  it('compares by value', () => {
    expect(areSameHostFields(full, { ...full })).toBe(true);
    expect(areSameHostFields(nothing, scan([], true))).toBe(true);
  });

  it('tells fields apart that differ in any one member', () => {
    for (const member of Object.keys(full)) {
      const changed = { ...full, [member]: member.endsWith('Count') ? 2 : 'other' };
      expect(areSameHostFields(full, changed), member).toBe(false);
      expect(areSameHostFields(changed, full), member).toBe(false);
    }
  });
});
