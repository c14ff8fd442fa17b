import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProducts, paths, sell } from './support/licenses.js';
import { act, create } from './support/sales.js';
import { impossibleDates } from './support/spoilings.js';
import { itemsOf, startTestServer, type TestServer } from './support/test-server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await createProducts(server);
  await server.post('/v1/products', { code: 'dated', name: 'D', maintenanceSupported: true });
  await create(server, { ...dated, validTo: '2027-03-04T05:06:06Z' });
  await create(server, { ...dated, validTo: '2027-03-04T05:06:07Z' });
});
afterAll(() => server.stop());

const dated = { kind: 'token', product: 'dated', seats: 1 } as const;

/** Each is the same second: with fractions of 0, 1, 3, 7 and more digits, in other zones, in lower case. */
const spellings = [
  '2027-03-04T05:06:07Z',
  '2027-03-04T05:06:07.0Z',
  '2027-03-04T05:06:07.999Z',
  '2027-03-04T05:06:07.0677627Z',
  '2027-03-04T05:06:07.9999999999999Z',
  '2027-03-04T05:06:07+00:00',
  '2027-03-04T05:06:07-00:00',
  '2027-03-04T07:06:07+02:00',
  '2027-03-03T19:36:07.0677627-09:30',
  '2027-03-05T05:05:07.123+23:59',
  '2027-03-04t05:06:07z',
];
const second = '2027-03-04T05:06:07Z';
const dayAfter = '2027-03-05T00:00:00Z';

describe.each(spellings)('%s is one second', (text) => {
  it('as the new end of operation 3', async () => {
    expect(await renew(text)).toBe(second);
  });

  it('as start, end and end of maintenance of a new license, and of serials', async () => {
    const terms = { maintenance: { supported: true, until: text }, validFrom: text };
    const started = await create(server, { ...dated, ...terms, validTo: '2028-01-01' });
    expect(started).toMatchObject({ validFrom: second, maintenance: { until: second } });
    expect(await create(server, { ...dated, validTo: text })).toMatchObject({ validTo: second });
    const { json } = await server.post('/v1/serials', {
      product: 'acme-shop',
      seats: 1,
      validTo: text,
    });
    const path = `/v1/serials/${String(json.items[0].serial)}`;
    expect((await server.get(path)).json).toMatchObject({ validTo: second });
  });

  it('as the new end of any license', async () => {
    const { id } = await create(server, { kind: 'token', seats: 1, validTo: '2027-01-01' });
    const answer = await act(server, id, 'renew', { validTo: text });
    expect(answer).toMatchObject({ status: 200, json: { validTo: second } });
  });

  it('as what licenses are listed by', async () => {
    expect(await endsBy('expiresBefore', text)).toEqual(['2027-03-04T05:06:06Z']);
    expect(await endsBy('expiresAfter', text)).not.toContain('2027-03-04T05:06:06Z');
    expect(await endsBy('expiresAfter', text)).toContain(second);
  });
});

describe('a date alone', () => {
  it('is its midnight as a start, and counts all of its day as an end', async () => {
    expect(await renew('2027-03-04')).toBe(dayAfter);
    const until = '2027-03-04';
    const terms = { validFrom: until, validTo: until, maintenance: { supported: true, until } };
    expect(await create(server, { ...dated, ...terms })).toMatchObject({
      validFrom: '2027-03-04T00:00:00Z',
      validTo: dayAfter,
      maintenance: { until: '2027-03-04T23:59:59Z' },
    });
  });
});

describe.each([...impossibleDates, '2026-02-30T00:00:00.0677627Z', 'tomorrow'])(
  '%s is no instant',
  (text) => {
    it('of a list, a maintenance plan or a question', async () => {
      const asked = encodeURIComponent(text);
      for (const field of ['expiresBefore', 'expiresAfter']) {
        const answer = await server.get(`/v1/licenses?${field}=${asked}`);
        expect(answer).toMatchObject({ status: 400, json: { code: 'invalid_date', field } });
      }
      const maintenance = { supported: true, until: text };
      const answers = [
        await server.post('/v1/licenses', { ...dated, maintenance }),
        await server.post('/v1/explain', { license: 'x', at: text }),
      ];
      for (const [index, field] of ['maintenance.until', 'at'].entries()) {
        expect(answers[index]).toMatchObject({
          status: 400,
          json: { code: 'invalid_date', field },
        });
      }
    });
  },
);

/** The end of a license of 30 days once operation 3 has moved it. */
async function renew(newValidToDate: string): Promise<string> {
  const { domainkey: domainKey } = await sell(server);
  const answer = await server.post(paths.renew, { domainKey, newValidToDate });
  expect([answer.status, answer.text]).toEqual([200, 'License renewed successfully']);
  const [license] = (await server.get(`/v1/licenses?q=${domainKey}`)).json.items;
  return license.validTo;
}

/** The ends of the licenses that a list of a product has. */
async function endsBy(name: string, text: string): Promise<unknown[]> {
  const query = `product=dated&limit=100&${name}=${encodeURIComponent(text)}`;
  const items = itemsOf(await server.get(`/v1/licenses?${query}`)) as readonly unknown[];
  return items.map((item) => (item as { validTo?: string }).validTo);
}
