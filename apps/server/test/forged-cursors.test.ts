import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentOf, operationsOf } from './support/document.js';
import { createProducts } from './support/licenses.js';
import { create, kindRequests } from './support/sales.js';
import { startTestServer, type TestServer } from './support/test-server.js';

let server: TestServer;
let lists: readonly string[];
beforeAll(async () => {
  server = await startTestServer();
  await createProducts(server);
  const { id } = await create(server, kindRequests.network);
  const document = (await server.get('/openapi.json')).json as ReturnType<typeof documentOf>;
  lists = operationsOf(document)
    .filter(({ path, method }) => method === 'get' && takesCursor(document, path))
    .map(({ path }) => path.replace('{id}', id));
});
afterAll(() => server.stop());

function takesCursor({ paths = {} }: ReturnType<typeof documentOf>, path: string): boolean {
  const { parameters = [] } = paths[path]?.get ?? {};
  return parameters.some((parameter) => 'name' in parameter && parameter.name === 'cursor');
}

/** Each of some length and types that a list could take for its own. */
const texts = ['\0', 'a\0', '\ud800', '\udfff\ud800', '\u{10ffff}', 'x'.repeat(700), ''];
const numbers = [2 ** 31, -(2 ** 31) - 1, 2 ** 53 - 1, -(2 ** 53) + 1, 2 ** 53, 1e308, 0.5, -1];
const forged: unknown[] = [
  ...texts.flatMap((text) => [[text], [0, text], [0, text, 0], ['created', 0, text], [text, text]]),
  ...numbers.flatMap((number) => [
    [number],
    [number, 'x'],
    [number, 'x', 1],
    [0, 'x', number],
    ['created', number, 'x'],
    ['q', 'x', number],
  ]),
  ...[null, true, {}, [], [[]], 'x', 1, [null], [{}], [[], []], [null, 'x'], [1, null]],
];

describe('a cursor that somebody made up', () => {
  it('begins some page or is refused, of every list', async () => {
    expect(lists.length).toBeGreaterThan(7);
    for (const path of lists) {
      for (const position of forged) {
        const cursor = Buffer.from(JSON.stringify(position)).toString('base64url');
        const { status, json } = await server.get(`${path}?cursor=${cursor}`);
        expect([path, position, status, json.code]).toEqual([
          path,
          position,
          ...(status === 200 ? [200, undefined] : [400, 'invalid_cursor']),
        ]);
      }
    }
  });
});
