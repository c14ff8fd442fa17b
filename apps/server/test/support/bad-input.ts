import { describe, expect, it } from 'vitest';
import type { Answer, TestServer } from './test-server.js';

/** An operation of the v5 surface, and what its required fields are. */
export interface BadInputRow {
  readonly name: string;
  readonly path: string;
  readonly fields: Readonly<Record<string, 'text' | 'int32'>>;
  /** A body that is answered 200 and never `valid: false`, however often; asked for when the tests run. */
  body(): Readonly<Record<string, unknown>>;
}

/** Spoils the good request of every row in every way, one at a time. */
export function describeBadInput(rows: readonly BadInputRow[], server: () => TestServer): void {
  const send: Send = (row, body, headers) => server().post(row.path, body, headers && { headers });

  describe('the requests that the following ones spoil', () => {
    it.each(rows)('$name is answered 200, and not that it is not valid', async (row) => {
      expectGood(await send(row, row.body()));
    });
  });
  for (const row of rows) {
    for (const [field, kind] of Object.entries(row.fields)) {
      describe(`${row.name} with a bad ${field}`, () => {
        describeField(row, field, send);
        if (kind === 'text') describeText(row, field, send);
        else describeInt32(row, field, send);
      });
    }
    describe(`${row.name} with a bad body`, () => describeBody(row, send, server));
  }
}

type Send = (row: BadInputRow, body: unknown, headers?: Record<string, string>) => Promise<Answer>;

function expectGood({ status, json }: Answer): void {
  expect(status).toBe(200);
  expect(json?.valid).not.toBe(false);
}

/** A check that a value of a field is refused with a code. */
const refusalOf =
  (row: BadInputRow, field: string, send: Send) => async (value: unknown, code: string) => {
    const answer = await send(row, toJson(row, field, value));
    expect(answer).toMatchObject({ status: 400, json: { status: 400, code, field } });
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(answer.json.detail).toMatch(/\w.*\.$/);
  };

/** The good body with another value, which may be one that only JSON text can say. */
function toJson(row: BadInputRow, field: string, value: unknown): unknown {
  return value instanceof JsonText
    ? JSON.stringify({ ...row.body(), [field]: '?' }).replace('"?"', value.text)
    : { ...row.body(), [field]: value };
}

class JsonText {
  constructor(readonly text: string) {}
}

function describeField(row: BadInputRow, field: string, send: Send): void {
  const expectRefusal = refusalOf(row, field, send);
  it('names the field when it is missing', () => expectRefusal(undefined, 'missing_field'));
  it('refuses null', () => expectRefusal(null, 'invalid_field'));
  it.each([[true], [['text']], [[1]], [{ text: 'text' }], [{ $gt: '' }]])(
    'refuses %j, which is neither text nor number',
    (value) => expectRefusal(value, 'invalid_field'),
  );
  it('refuses the field twice, in whatever case', async () => {
    const value = row.body()[field];
    for (const other of [field, field.toUpperCase(), field.toLowerCase()]) {
      const text = JSON.stringify({ ...row.body(), '?': value }).replace('"?"', `"${other}"`);
      expect(await send(row, text)).toMatchObject({
        status: 400,
        json: { code: 'duplicate_field' },
      });
    }
  });
  it('reads its name in any case', async () => {
    const { [field]: value, ...rest } = row.body();
    for (const other of [field.toUpperCase(), field.toLowerCase()]) {
      expectGood(await send(row, { ...rest, [other]: value }));
    }
  });
}

function describeText(row: BadInputRow, field: string, send: Send): void {
  const expectRefusal = refusalOf(row, field, send);
  it('refuses the empty text', () => expectRefusal('', 'invalid_field'));
  it('refuses 1, which is no text', () => expectRefusal(1, 'invalid_field'));
  it('refuses a text that is too long', () => expectRefusal('x'.repeat(40_000), 'invalid_field'));
  it.each([['\0'], ['a\0b'], ['\ud800'], ['\udc00x']])('refuses the unstorable text %j', (value) =>
    expectRefusal(value, 'invalid_field'),
  );
}

function describeInt32(row: BadInputRow, field: string, send: Send): void {
  const expectRefusal = refusalOf(row, field, send);
  it.each(['2147483648', '-2147483649', '9007199254740993', '1e10', '1e400', '1.5', '0.1'])(
    'refuses %s, which is no whole number of 32 bits',
    (text) => expectRefusal(new JsonText(text), 'invalid_field'),
  );
  it.each([['1'], [''], ['one'], ['0x1'], [' 1']])('refuses the text %j', (value) =>
    expectRefusal(value, 'invalid_field'),
  );
  it.each(['2147483647', '-2147483648', '0', '-0', '-1'])('can read %s', async (text) => {
    const answer = await send(row, toJson(row, field, new JsonText(text)));
    expect([200, 404]).toContain(answer.status);
  });
  it('reads the value in any spelling of the same number', async () => {
    const value = String(row.body()[field]);
    for (const text of [`${value}.0`, `${value}e0`, `${value}0e-1`]) {
      expect(await send(row, toJson(row, field, new JsonText(text)))).toMatchObject({
        status: 200,
      });
    }
  });
}

function describeBody(row: BadInputRow, send: Send, server: () => TestServer): void {
  const expectCode = async (body: unknown, status: number, code: string) => {
    const answer = await send(row, body);
    expect(answer).toMatchObject({ status, json: { status, code } });
  };

  it.each([
    ['', 'invalid_json'],
    ['{', 'invalid_json'],
    ['no JSON', 'invalid_json'],
    ["{'a':1}", 'invalid_json'],
    ['{"a":1,}', 'invalid_json'],
    ['{"a":NaN}', 'invalid_json'],
    ['null', 'invalid_json'],
    ['[]', 'invalid_json'],
    ['"text"', 'invalid_json'],
    ['1', 'invalid_json'],
    ['\ufeff{}', 'invalid_json'],
    ['{} {}', 'invalid_json'],
    [`{"a":${'['.repeat(20)}${']'.repeat(20)}}`, 'invalid_json'],
    ['{"a":1,"a":2}', 'duplicate_field'],
    ['{"a":{"b":1,"B":2}}', 'duplicate_field'],
    ['{"\\u0000":1}', 'invalid_field'],
    ['{"a":["\\udfff"]}', 'invalid_field'],
    ['{}', 'missing_field'],
    ['{"__proto__":{"domainkey":"x"}}', 'missing_field'],
  ])('refuses %s', (text, code) => expectCode(text, 400, code));

  it('refuses bytes that are not UTF-8', () =>
    expectCode(Buffer.from('{"a":"\xff"}', 'latin1'), 400, 'invalid_json'));

  it('refuses 10 MB, and the connection can be used again', async () => {
    await expectCode('x'.repeat(10_000_000), 413, 'payload_too_large');
    expect(await send(row, row.body())).toMatchObject({ status: 200 });
  });

  it('ignores members that it does not know', async () => {
    const more = { isAdmin: true, validTo: '2099-01-01', license_id: 'x', state: 'active', id: 1 };
    expect(await send(row, { ...row.body(), ...more })).toMatchObject({ status: 200 });
  });

  it.each([
    ['text/plain'],
    ['application/x-www-form-urlencoded'],
    ['multipart/form-data; boundary=x'],
    ['application/xml'],
    ['application/jsonx'],
    ['application/json; charset=utf-16'],
    ['nonsense'],
    [''],
  ])('refuses the media type %j', async (type) => {
    const answer = await send(row, JSON.stringify(row.body()), { 'content-type': type });
    expect(answer).toMatchObject({ status: 415, json: { code: 'unsupported_media_type' } });
  });

  it.each([
    ['text/json'],
    ['application/json; charset=utf-8'],
    ['Application/JSON;charset="UTF-8"'],
    ['application/vnd.api+json'],
  ])('reads the media type %j', async (type) => {
    const answer = await send(row, JSON.stringify(row.body()), { 'content-type': type });
    expect(answer.status).toBe(200);
  });

  it('refuses a body under a Content-Encoding', async () => {
    const answer = await send(row, row.body(), { 'content-encoding': 'gzip' });
    expect(answer).toMatchObject({ status: 415, json: { code: 'unsupported_media_type' } });
  });

  it('refuses a request without a body', async () => {
    expect(await send(row, undefined)).toMatchObject({
      status: 400,
      json: { code: 'invalid_json' },
    });
  });

  it('answers every bad key alike', async () => {
    const { admin } = server().keys;
    const last = admin.endsWith('a') ? 'b' : 'a';
    const bad = ['', 'x', `${admin} `.trim() + 'x', admin.slice(0, -1) + last, admin.toLowerCase()];
    const answers = await Promise.all(
      [...bad, `${admin}, ${admin}`].map((key) => server().post(row.path, row.body(), { key })),
    );
    for (const { status, text, headers } of answers) {
      expect([status, text]).toEqual([401, answers[0]!.text]);
      expect(headers.get('www-authenticate')).toBe('ApiKey realm="licet"');
    }
    expect(answers[0]!.json).toMatchObject({ code: 'unauthorized' });
  });

  it('is not to be had for a key in the query', async () => {
    const path = `${row.path}?X-Api-Key=${server().keys.admin}&api_key=${server().keys.admin}`;
    expect(await server().post(path, row.body(), { key: '' })).toMatchObject({ status: 401 });
  });

  it('asks for the key before it reads the body', async () => {
    const answer = await server().post(row.path, 'x'.repeat(10_000_000), { key: '' });
    expect(answer.status).toBe(401);
  });

  it('is found under a path in any case, and only by POST', async () => {
    const path = row.path.toUpperCase();
    expect(await server().post(path, row.body())).toMatchObject({ status: 200 });
    const answer = await server().get(path);
    expect(answer).toMatchObject({ status: 405, json: { code: 'method_not_allowed' } });
    expect(answer.headers.get('allow')).toBe('POST');
  });
}
