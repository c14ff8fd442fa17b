import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseBody } from './parse-body.js';

const parse = (text: string) => parseBody(Buffer.from(text));

describe('parseBody', () => {
  it('reads any JSON object whose names differ in more than case', () => {
    const name = fc.stringMatching(/^[a-z]{1,8}$/);
    const value = fc.oneof(
      fc.stringMatching(/^[^\0]*$/),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
    );
    fc.assert(
      fc.property(fc.dictionary(name, value), (object) => {
        expect(parse(JSON.stringify(object))).toEqual({ ok: true, value: { ...object } });
      }),
    );
  });

  it('never throws, whatever the bytes', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => typeof parseBody(bytes).ok === 'boolean'));
  });

  it.each([
    ['{"a":1,"a":2}', 'duplicate_field'],
    ['{"a":1,"A":2}', 'duplicate_field'],
    ['{"a":1,"\\u0061":2}', 'duplicate_field'],
    ['{"a":[{"b":1,"b":1}]}', 'duplicate_field'],
    [`{"a":${'['.repeat(15)}${']'.repeat(15)}}`, undefined],
    [`{"a":${'['.repeat(16)}${']'.repeat(16)}}`, 'invalid_json'],
    ['[1]', 'invalid_json'],
    ['\ufeff{}', 'invalid_json'],
    ['{"a":"\\ud83d\\ude00"}', undefined],
    ['{"a":"\\ud83d"}', 'invalid_field'],
    ['{"a":{"b":["\\u0000"]}}', 'invalid_field'],
    ['{"\\u0000a":1}', 'invalid_field'],
  ])('reads %s or says %s', (text, code) => {
    expect(parse(text)).toMatchObject(code === undefined ? { ok: true } : { ok: false, code });
  });

  it('names the field that cannot be stored, in letters that can be printed', () => {
    expect(parse('{"good":1,"bad":"\\u0000"}')).toMatchObject({ field: 'bad' });
    expect(parse('{"b\\u0000ad":1}')).toMatchObject({ field: 'bad' });
  });

  it('changes no prototype', () => {
    const body = parse('{"__proto__":{"polluted":true},"constructor":1}');
    expect(body.ok && Object.keys(body.value)).toEqual(['__proto__', 'constructor']);
    expect(({} as { polluted?: true }).polluted).toBeUndefined();
  });
});
