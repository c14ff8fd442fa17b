import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProducts, fetchFile, paths, sell } from './support/licenses.js';
import { startTestServer, type TestServer } from './support/test-server.js';

let server: TestServer;
let bodies: Record<keyof typeof paths, Record<string, unknown>>;

beforeAll(async () => {
  server = await startTestServer();
  await createProducts(server);
  const sold = await sell(server);
  const webLicenseFile = Buffer.from(await fetchFile(server, sold)).toString('base64');
  bodies = {
    generate: { ...sold },
    status: { domainKey: sold.domainkey },
    renew: { domainKey: sold.domainkey, newValidToDate: '2027-01-01T00:00:00Z' },
    validate: { ...sold, webLicenseFile },
    activate: {
      scriptName: sold.scriptname,
      domainName: sold.domainname,
      domainKey: sold.domainkey,
    },
  };
});
afterAll(() => server.stop());

const operations = Object.keys(paths) as (keyof typeof paths)[];

/** Field by field, as the schemas of the five operations require them. */
const fieldsOf: Record<keyof typeof paths, readonly string[]> = {
  generate: ['scriptname', 'domainname', 'domainkey'],
  status: ['domainKey'],
  renew: ['domainKey', 'newValidToDate'],
  validate: ['scriptname', 'domainname', 'domainkey', 'webLicenseFile'],
  activate: ['scriptName', 'domainName', 'domainKey'],
};
const fields = operations.flatMap((name) => fieldsOf[name].map((field) => [name, field] as const));

const send = (name: keyof typeof paths, body: unknown, headers?: Record<string, string>) =>
  server.post(paths[name], body, headers && { headers });

describe('the requests that the following ones spoil', () => {
  it.each(operations)('%s is answered 200', async (name) => {
    expect(await send(name, bodies[name])).toMatchObject({ status: 200 });
  });
});

describe.each(fields)('%s with a bad %s', (name, field) => {
  const expectRefusal = async (value: unknown, code: string) => {
    const answer = await send(name, { ...bodies[name], [field]: value });
    expect(answer).toMatchObject({ status: 400, json: { status: 400, code, field } });
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(answer.json.detail).toMatch(/\w.*\.$/);
  };

  it('names the field when it is missing', () => expectRefusal(undefined, 'missing_field'));
  it('refuses null', () => expectRefusal(null, 'invalid_field'));
  it('refuses the empty text', () => expectRefusal('', 'invalid_field'));
  it.each([[1], [true], [['text']], [{ text: 'text' }], [{ $gt: '' }]])(
    'refuses %j, which is no text',
    (value) => expectRefusal(value, 'invalid_field'),
  );
  it('refuses a text that is too long', () => expectRefusal('x'.repeat(40_000), 'invalid_field'));
  it.each([['\0'], ['a\0b'], ['\ud800'], ['\udc00x']])('refuses the unstorable text %j', (value) =>
    expectRefusal(value, 'invalid_field'),
  );
  it('refuses the field twice, in whatever case', async () => {
    const value = bodies[name][field];
    for (const other of [field, field.toUpperCase(), field.toLowerCase()]) {
      const text = JSON.stringify({ ...bodies[name], '?': value }).replace('"?"', `"${other}"`);
      expect(await send(name, text)).toMatchObject({
        status: 400,
        json: { code: 'duplicate_field' },
      });
    }
  });
  it('reads its name in any case', async () => {
    const { [field]: value, ...rest } = bodies[name];
    for (const other of [field.toUpperCase(), field.toLowerCase()]) {
      expect(await send(name, { ...rest, [other]: value })).toMatchObject({ status: 200 });
    }
  });
});

describe.each(operations)('%s with a bad body', (name) => {
  const expectCode = async (body: unknown, status: number, code: string) => {
    const answer = await send(name, body);
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
    expect(await send(name, bodies[name])).toMatchObject({ status: 200 });
  });

  it('ignores members that it does not know', async () => {
    const more = { isAdmin: true, validTo: '2099-01-01', license_id: 'x', state: 'active', id: 1 };
    expect(await send(name, { ...bodies[name], ...more })).toMatchObject({ status: 200 });
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
    const answer = await send(name, JSON.stringify(bodies[name]), { 'content-type': type });
    expect(answer).toMatchObject({ status: 415, json: { code: 'unsupported_media_type' } });
  });

  it.each([
    ['text/json'],
    ['application/json; charset=utf-8'],
    ['Application/JSON;charset="UTF-8"'],
    ['application/vnd.api+json'],
  ])('reads the media type %j', async (type) => {
    const answer = await send(name, JSON.stringify(bodies[name]), { 'content-type': type });
    expect(answer.status).toBe(200);
  });

  it('refuses a body under a Content-Encoding', async () => {
    const answer = await send(name, bodies[name], { 'content-encoding': 'gzip' });
    expect(answer).toMatchObject({ status: 415, json: { code: 'unsupported_media_type' } });
  });

  it('refuses a request without a body', async () => {
    expect(await send(name, undefined)).toMatchObject({
      status: 400,
      json: { code: 'invalid_json' },
    });
  });

  it('answers every bad key alike', async () => {
    const { admin } = server.keys;
    const last = admin.endsWith('a') ? 'b' : 'a';
    const bad = ['', 'x', `${admin} `.trim() + 'x', admin.slice(0, -1) + last, admin.toLowerCase()];
    const answers = await Promise.all(
      [...bad, `${admin}, ${admin}`].map((key) => server.post(paths[name], bodies[name], { key })),
    );
    for (const { status, text, headers } of answers) {
      expect([status, text]).toEqual([401, answers[0]!.text]);
      expect(headers.get('www-authenticate')).toBe('ApiKey realm="licet"');
    }
    expect(answers[0]!.json).toMatchObject({ code: 'unauthorized' });
  });

  it('is not to be had for a key in the query', async () => {
    const path = `${paths[name]}?X-Api-Key=${server.keys.admin}&api_key=${server.keys.admin}`;
    expect(await server.post(path, bodies[name], { key: '' })).toMatchObject({ status: 401 });
  });

  it('asks for the key before it reads the body', async () => {
    const answer = await server.post(paths[name], 'x'.repeat(10_000_000), { key: '' });
    expect(answer.status).toBe(401);
  });

  it('is found under a path in any case, and only by POST', async () => {
    const path = paths[name].toUpperCase();
    expect(await server.post(path, bodies[name])).toMatchObject({ status: 200 });
    const answer = await server.get(path);
    expect(answer).toMatchObject({ status: 405, json: { code: 'method_not_allowed' } });
    expect(answer.headers.get('allow')).toBe('POST');
  });
});

describe('scopes', () => {
  it.each([
    ['generate', 403],
    ['renew', 403],
    ['status', 200],
    ['validate', 200],
    ['activate', 200],
  ] as const)('%s with a client key is answered %i', async (name, status) => {
    const answer = await server.post(paths[name], bodies[name], { key: server.keys.client });
    expect(answer.status).toBe(status);
    if (status === 403) expect(answer.json.code).toBe('insufficient_scope');
  });

  it.each(operations)('%s accepts an issue key', async (name) => {
    const answer = await server.post(paths[name], bodies[name], { key: server.keys.issue });
    expect(answer.status).toBe(200);
  });
});

describe('values that have the type but not the meaning', () => {
  it.each([
    ['exa mple.com'],
    ['https://example.com'],
    ['example.com:8080'],
    ['example.com/path'],
    ['user@example.com'],
    ['*'],
    ['a.*.example.com'],
    ['-example.com'],
    ['example..com'],
    ['1.2.3'],
    ['256.1.1.1'],
    [`${'a'.repeat(64)}.com`],
    ['exam%70le.com'],
  ])('1 refuses the domain %s', async (domainname) => {
    const answer = await send('generate', { ...bodies.generate, domainname });
    const expected = { code: 'invalid_domain', field: 'domainname' };
    expect(answer).toMatchObject({ status: 400, json: expected });
  });

  it.each([['co.uk'], ['*.co.uk'], ['github.io'], ['*.github.io']])(
    '1 refuses the public suffix %s',
    async (domainname) => {
      const answer = await send('generate', { ...bodies.generate, domainname });
      expect(answer).toMatchObject({ status: 400, json: { code: 'public_suffix' } });
    },
  );

  it.each([['a b'], ['schlüssel'], ['k\u200bey'], ['   '], ['k'.repeat(65)], ['a\nb']])(
    'refuses the domain key %j',
    async (key) => {
      for (const [name, field] of fields.filter(([, field]) => /key/i.test(field))) {
        const answer = await send(name, { ...bodies[name], [field]: key });
        expect(answer).toMatchObject({ status: 400, json: { code: 'invalid_field', field } });
      }
    },
  );

  it.each([
    ['2026-02-30T00:00:00Z'],
    ['2026-13-01T00:00:00Z'],
    ['2026-12-31T24:00:00Z'],
    ['2026-12-31T23:59:60Z'],
    ['2026-12-30T13:02:38'],
    ['2026-12-30 13:02:38Z'],
    ['30.12.2026'],
    ['12/30/2026'],
    ['26-12-30T13:02:38Z'],
    ['1'],
    ['tomorrow'],
    ['２０２６-12-30T13:02:38Z'],
    ['2026-12-30T13:02:38.Z'],
    ['0000-01-01T00:00:00Z'],
    ['+012026-12-30T13:02:38Z'],
    ['9999-12-31'],
  ])('3 refuses the date %s', async (newValidToDate) => {
    const answer = await send('renew', { ...bodies.renew, newValidToDate });
    const expected = { code: 'invalid_date', field: 'newValidToDate' };
    expect(answer).toMatchObject({ status: 400, json: expected });
  });

  it.each([['2020-01-01T00:00:00Z'], ['2026-07-01T00:00:00Z'], ['0001-01-01T00:00:00Z']])(
    '3 refuses %s, which is not after now',
    async (newValidToDate) => {
      const answer = await send('renew', { ...bodies.renew, newValidToDate });
      expect(answer).toMatchObject({ status: 400, json: { code: 'date_not_in_future' } });
    },
  );

  it.each([['sh op'], ['../etc'], ['a;drop table'], ["'"], ['%']])(
    '1 does not find the product %s',
    async (scriptname) => {
      const answer = await send('generate', { ...bodies.generate, scriptname });
      expect(answer).toMatchObject({ status: 404, json: { code: 'product_not_found' } });
    },
  );

  it('6 answers null and numbers for the optional public key with 400', async () => {
    for (const publickey of [null, 1, {}]) {
      const answer = await send('validate', { ...bodies.validate, publickey });
      expect(answer).toMatchObject({ status: 400, json: { field: 'publickey' } });
    }
  });
});

it('has logged no failure of its own', () => {
  const levels = server.log.map((line) => (JSON.parse(line) as { level: number }).level);
  expect(Math.max(...levels)).toBe(30);
});
