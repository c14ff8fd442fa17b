import { expect } from 'vitest';
import { createProducts } from './licenses.js';
import { validations } from './sales.js';
import { startTestServer, type TestServer } from './test-server.js';

/** The machine of the examples. */
export const computerId = 'COMPUTER-IDXX-12345';

/** A server that sells, besides, `limited`: one activation a day. */
export async function startSingleUserServer(): Promise<TestServer> {
  const server = await startTestServer();
  await createProducts(server);
  await server.post('/v1/products', { code: 'limited', name: 'L', activationsPerDay: 1 });
  return server;
}

/** Asks operation 4, with a publishable key. */
export function validateSingleUser(server: TestServer, request: object) {
  return server.post(validations.singleUser, request, { key: server.keys.client });
}

/** What operation 4 answers to a request that it understands. */
export async function isValidSingleUser(server: TestServer, request: object): Promise<unknown> {
  const answer = await validateSingleUser(server, request);
  expect(answer.status).toBe(200);
  return answer.json as unknown;
}
