import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAnswerCheck } from './support/check-answer.js';
import { startTestServer, type TestServer } from './support/test-server.js';

let server: TestServer;
let check: ReturnType<typeof createAnswerCheck>;
beforeAll(async () => {
  server = await startTestServer();
  check = createAnswerCheck((await server.get('/openapi.json', { key: '' })).json);
});
afterAll(() => server.stop());

const terms = { proofDays: 30, features: [], maintenanceSupported: false };
const product = { code: 'shop', name: 'Shop', ...terms, createdAt: '2026-07-01T00:00:00Z' };
const read = { method: 'GET', path: '/V1/products/shop?', status: 200, type: 'application/json' };
const problem = { ...read, status: 404, type: 'application/problem+json' };

describe('an answer that is not the one described', () => {
  it.each([
    ['a member that is not described', { ...read, json: { ...product, secret: 1 } }],
    ['a member of another type', { ...read, json: { ...product, code: 7 } }],
    ['a member less', { ...read, json: { code: 'shop', name: 'Shop' } }],
    ['another status', { ...read, status: 202, json: product }],
    ['another media type', { ...read, type: 'text/csv', json: undefined }],
    ['a code that is not named', { ...problem, json: { code: 'license_not_found' } }],
    ['a code of another status', { ...problem, status: 409, json: { code: 'product_not_found' } }],
  ])('has %s, and fails the test that got it', (_, exchange) => {
    expect(() => check(exchange)).toThrow(/^readProduct answers /);
  });

  it('is not this one', () => {
    check({ ...read, json: product });
    check({ ...problem, json: { code: 'product_not_found' } });
  });
});
