import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { createApp } from '../src/app.js';
import { createProducts, fetchFile, paths, sell } from './support/licenses.js';
import { sellSerial } from './support/serials.js';
import { startServerForTest, type TestServer } from './support/test-server.js';

/** The values of the metrics by their lines' beginnings. */
async function read(server: TestServer): Promise<(line: string) => number> {
  const answer = await server.get('/metrics', { key: '' });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  for (const line of answer.text.trimEnd().split('\n')) {
    expect(line).toMatch(
      /^(?:# (?:HELP|TYPE) \w+ .+|\w+(?:\{(?:\w+="[^"]*",?)+\})? [-+.\deInf]+)$/,
    );
  }
  const lines = answer.text
    .split('\n')
    .map((line) => line.split(/ (?=[^ ]+$)/) as [string, string]);
  const values = new Map(lines);
  return (line) => Number(values.get(line) ?? 0);
}

describe('/metrics', () => {
  it('counts requests by route and status, failures by code, and what was issued and refused', async () => {
    const server = await startServerForTest();
    await createProducts(server);
    const before = await read(server);
    const sold = await sell(server);
    const webLicenseFile = Buffer.from(await fetchFile(server, sold)).toString('base64');
    await server.post(paths.validate, { ...sold, domainname: 'other.com', webLicenseFile });
    await server.get('/v1/products/nothing');
    await server.get('/nowhere-1');
    await server.get('/nowhere-2');
    const { id: licenseId } = await sellSerial(server, { seats: 2 });
    expect((await server.post('/v1/leases', { licenseId, holder: 'a' })).status).toBe(201);
    const after = await read(server);
    const grown = (line: string) => after(line) - before(line);
    const requests = 'licet_http_request_duration_seconds_count';
    expect(grown(`${requests}{method="POST",route="${paths.generate}",status="200"}`)).toBe(1);
    expect(grown(`${requests}{method="GET",route="/v1/products/:code",status="404"}`)).toBe(1);
    expect(grown(`${requests}{method="any",route="none",status="404"}`)).toBe(2);
    expect(grown('licet_failures_total{code="product_not_found"}')).toBe(1);
    expect(grown('licet_failures_total{code="not_found"}')).toBe(2);
    expect(grown('licet_document_signing_duration_seconds_count{kind="domain-license"}')).toBe(1);
    expect(grown('licet_license_refusals_total{code="wrong_binding"}')).toBe(1);
    expect(grown('licet_database_batch_size_count{kind="look-up"}')).toBeGreaterThan(0);
    expect([before('licet_seats_in_use'), after('licet_seats_in_use')]).toEqual([0, 1]);
    const kind = inject('engine') === 'sqlite' ? 'transact' : 'write';
    expect(
      grown(`licet_database_transaction_duration_seconds_count{kind="${kind}"}`),
    ).toBeGreaterThan(0);
  });

  it('tells how the process and its database are', async () => {
    const server = await startServerForTest();
    const value = await read(server);
    expect(value('licet_database_up')).toBe(1);
    expect(value('process_resident_memory_bytes')).toBeGreaterThan(10_000_000);
    expect(value('process_cpu_seconds_total')).toBeGreaterThan(0);
    expect(value('nodejs_eventloop_delay_seconds{quantile="0.99"}')).toBeGreaterThanOrEqual(0);
    const connections = ['used', 'idle'].map((state) =>
      value(`licet_database_connections{state="${state}"}`),
    );
    const isPool = inject('engine') === 'postgres';
    expect(connections.reduce((sum, count) => sum + count) > 0).toBe(isPool);
  });

  it('is there for this machine alone, and not for whom a proxy on it speaks', async () => {
    const server = await startServerForTest();
    for (const name of ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via']) {
      const answer = await server.get('/metrics', { key: '', headers: { [name]: '192.0.2.1' } });
      expect([name, answer.status, answer.json.code]).toEqual([name, 404, 'not_found']);
      expect(answer.json.detail).toContain('LICET_METRICS_TOKEN');
    }
    const app = await createApp(server.context, {
      logLevel: 'silent',
      logStream: { write: () => undefined },
    });
    onTestFinished(() => app.close());
    const statusFrom = async (remoteAddress: string) =>
      (await app.inject({ url: '/metrics', remoteAddress })).statusCode;
    for (const ours of ['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1'])
      expect(await statusFrom(ours)).toBe(200);
    for (const other of ['192.0.2.1', '::ffff:192.0.2.1', '2001:db8::1', '10.0.0.1'])
      expect(await statusFrom(other)).toBe(404);
  });

  it('is there for whoever has the token, from anywhere, and for nobody else then', async () => {
    const { context } = await startServerForTest();
    const metricsToken = 'canary-of-metrics';
    const logStream = { write: () => undefined };
    const app = await createApp(context, { logLevel: 'silent', logStream, metricsToken });
    onTestFinished(() => app.close());
    const ask = (authorization?: string) =>
      app.inject({
        url: '/metrics',
        remoteAddress: '192.0.2.1',
        headers: authorization === undefined ? {} : { authorization },
      });
    expect((await ask(`Bearer ${metricsToken}`)).statusCode).toBe(200);
    for (const wrong of [undefined, '', 'Bearer', 'Bearer x', `Basic ${metricsToken}`]) {
      const answer = await ask(wrong);
      expect([answer.statusCode, answer.headers['www-authenticate']]).toEqual([
        401,
        'Bearer realm="licet"',
      ]);
      expect(answer.body).not.toContain('canary');
    }
  });

  it('is answered however often it is asked, and while too many requests wait', async () => {
    const server = await startServerForTest({ traffic: { ratePerAddress: 1, maxRequests: 1 } });
    for (let times = 0; times < 3; times++) await read(server);
    const answers = await Promise.all([1, 2, 3].map(() => server.get('/metrics', { key: '' })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  });
});
