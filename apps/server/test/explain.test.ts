import { beforeAll, afterAll, describe, expect, it } from 'vitest';
import { createProducts, fetchFile, sell, type Sold } from './support/licenses.js';
import { startTestServer, type TestServer } from './support/test-server.js';

let server: TestServer;
let sold: Sold;
let license: string;
beforeAll(async () => {
  server = await startTestServer();
  await createProducts(server);
  sold = await sell(server, { domainname: 'shop.example.com' });
  license = await fetchFile(server, sold);
});
afterAll(() => server.stop());

const explain = (question: object) => server.post('/v1/explain', { license, ...question });

/** The checks that failed, and the verdict. */
async function judge(question: object) {
  const { json } = await explain(question);
  const checks = json.checks as { name: string; verdict: string; advice?: string }[];
  const failed = checks.filter(({ verdict }) => verdict === 'failed');
  for (const { advice } of failed) expect(advice).toMatch(/\w/);
  return [json.verdict, ...failed.map(({ name }) => name)];
}

describe('why a license is refused', () => {
  it('is nothing for one that is good', async () => {
    const { scriptname: product, domainkey: key } = sold;
    expect(await judge({ product, host: 'www.shop.example.com', key })).toEqual(['passed']);
    const base64 = Buffer.from(license).toString('base64');
    expect(await judge({ license: base64, product, host: 'shop.example.com' })).toEqual(['passed']);
  });

  it.each([
    [{ host: 'other.example.com' }, 'host', 'wrong_host'],
    [{ product: 'another' }, 'product', 'wrong_product'],
    [{ at: '1999-01-01' }, 'dates', 'clock_rolled_back'],
    [{ license: 'nonsense' }, 'format', 'malformed'],
  ])('is told for %j', async (question, name, code) => {
    expect((await judge(question)).slice(1)).toEqual([name]);
    const { checks } = (await explain(question)).json as { checks: readonly object[] };
    expect(checks).toContainEqual(expect.objectContaining({ name, verdict: 'failed', code }));
  });

  it('is a changed file', async () => {
    const [head, payload, signature] = license.split('.') as [string, string, string];
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
    const forged = Buffer.from(JSON.stringify({ ...claims, product: 'x' })).toString('base64url');
    const verdict = await judge({ license: [head, forged, signature].join('.') });
    expect(verdict).toEqual(expect.arrayContaining(['failed', 'signature']));
  });

  it('is told by what the records say', async () => {
    const other = await sell(server, { domainname: 'revoked.example.com', domainkey: 'REVOKED-1' });
    const file = await fetchFile(server, other);
    const { items } = (await server.get('/v1/licenses?domain=revoked.example.com')).json;
    const id = String(items[0].id);
    await server.post(`/v1/licenses/${id}/suspend`, undefined);
    expect(await judge({ license: file })).toEqual(['failed', 'status']);
    await server.post(`/v1/licenses/${id}/reinstate`, undefined);
    expect(await judge({ license: file })).toEqual(['passed']);
    await server.post(`/v1/licenses/${id}/revoke`, undefined);
    expect(await judge({ license: file })).toEqual(['failed', 'status']);
  });

  it('is that its file was replaced by one for another place', async () => {
    const moved = await sell(server, { domainname: 'moved.example.com' });
    const file = await fetchFile(server, moved);
    const { items } = (await server.get('/v1/licenses?domain=moved.example.com')).json;
    const body = { domain: 'elsewhere.example.com' };
    await server.post(`/v1/licenses/${String(items[0].id)}/transfer`, body);
    expect(await judge({ license: file })).toEqual(['failed', 'status']);
    const next = await fetchFile(server, { ...moved, domainname: body.domain });
    expect(await judge({ license: next })).toEqual(['passed']);
  });

  it('needs a time that is one', async () => {
    const answer = await explain({ at: 'tomorrow' });
    expect([answer.status, answer.json.code, answer.json.field]).toEqual([
      400,
      'invalid_date',
      'at',
    ]);
  });

  it('is told to those who may issue', async () => {
    const ask = (key: string) => server.post('/v1/explain', { license }, { key });
    expect((await ask(server.keys.issue)).status).toBe(200);
    expect((await ask(server.keys.client)).status).toBe(403);
  });
});
