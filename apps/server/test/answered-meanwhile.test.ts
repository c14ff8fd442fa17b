import type { FastifyRequest } from 'fastify';
import { expect, it } from 'vitest';
import { runOnce } from '../src/http/run-once.js';
import { fail } from '../src/problems.js';
import { startServerForTest } from './support/test-server.js';

it('a refusal that was found while the same request was done elsewhere gives way to what was done', async () => {
  const server = await startServerForTest();
  const { id: apiKeyId, text: key } = await server.createKey({ scope: 'admin', name: 'shop' });
  const { account } = server.context;
  const path = '/v1/products';
  const body = JSON.stringify({ code: 'acme-shop', name: 'Acme Shop' });
  const headers = { 'idempotency-key': 'sent-twice' };
  // What a second process sees of the same request, of which its client heard no answer from the first.
  const request = {
    method: 'POST',
    url: path,
    routeOptions: { url: path },
    headers,
    rawBody: Buffer.from(body),
    caller: { accountId: account.id, apiKeyId, actor: { kind: 'api-key', id: apiKeyId } },
  } as unknown as FastifyRequest;
  const refusal = fail('product_exists', 'Choose another code.', 'code');
  const outcome = await runOnce<unknown>(server.context, request, async () => {
    expect((await server.post(path, body, { key, headers })).status).toBe(201);
    return refusal;
  });
  expect(outcome).toMatchObject({ ok: true, value: { code: 'acme-shop' } });
  const other = { ...request, headers: { 'idempotency-key': 'sent-once' } } as FastifyRequest;
  expect(await runOnce(server.context, other, () => Promise.resolve(refusal))).toMatchObject(
    refusal,
  );
});
