import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStrictJson } from './strict-json.js';

const parse = (text: string, maxDepth = 8) => parseStrictJson(text, { maxDepth });

describe('strict JSON', () => {
  it('agrees with JSON.parse on everything that JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), fc.nat(4), (json, indent) => {
        const value: unknown = JSON.parse(json);
        const names = (item: unknown): boolean =>
          typeof item !== 'object' || item === null
            ? true
            : new Set(Object.keys(item).map((name) => name.toLowerCase())).size ===
                Object.keys(item).length && Object.values(item).every(names);
        fc.pre(names(value));
        expect(parse(JSON.stringify(value, null, indent), 20)).toEqual({ ok: true, value });
      }),
    );
  });

  it.each([
    '{"a":1,"a":2}',
    '{"a":1,"A":2}',
    String.raw`{"a":1,"\u0061":2}`,
    '{"x":{"b":1,"b":1}}',
    '[{"b":1 , "B" :1}]',
    String.raw`{"\"":1,"\"":2}`,
    String.raw`{"\\":1,"\\":2}`,
    '{"__proto__":1,"__proto__":2}',
  ])('refuses a member that occurs twice: %s', (text) => {
    expect(parse(text)).toEqual({ ok: false, code: 'duplicate_member' });
  });

  it.each([
    '{"a":{"a":1},"b":{"a":1}}',
    '{"a":"a","b":"a:"}',
    '[["a","a"],"a","a"]',
    String.raw`{"a\"":1,"a":2}`,
    String.raw`{"a":"\\","b":"\\\""}`,
  ])('takes one name in different objects and equal values: %s', (text) => {
    expect(parse(text)).toEqual({ ok: true, value: JSON.parse(text) });
  });

  it('finds a name that occurs twice among thousands', () => {
    const members = Array.from({ length: 5000 }, (_, index) => `"name${index}":0`);
    expect(parse(`{${members.join()}}`).ok).toBe(true);
    for (const twice of ['NAME0', 'name16', 'name17', 'name4999']) {
      expect(parse(`{${members.join()},"${twice}":0}`).ok).toBe(false);
    }
  });

  it('counts depth by containers', () => {
    expect(parse('[[1]]', 2).ok).toBe(true);
    expect(parse('[[[1]]]', 2)).toEqual({ ok: false, code: 'too_deep' });
    expect(parse('{"a":[{"b":{}}]}', 4).ok).toBe(true);
    expect(parse('[[],[],[]]', 2).ok).toBe(true);
    expect(parse('["[[[[[["]', 1).ok).toBe(true);
  });

  it.each(['', '{', '{"a":1}x', "{'a':1}", '{"a":1,}', '\ufeff{}', 'NaN', '01', '"\u0000"'])(
    'refuses what is not JSON: %j',
    (text) => {
      expect(parse(text)).toEqual({ ok: false, code: 'not_json' });
    },
  );

  it('keeps __proto__ an ordinary member', () => {
    const json = parse('{"__proto__":{"admin":1}}');
    expect(json.ok && Object.hasOwn(json.value as object, '__proto__')).toBe(true);
    expect(({} as { admin?: number }).admin).toBeUndefined();
  });
});
