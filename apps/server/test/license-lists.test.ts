import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProducts } from './support/licenses.js';
import { act, create, type SoldLicense } from './support/sales.js';
import { startTestServer, type Answer, type TestServer } from './support/test-server.js';

let server: TestServer;
const sold: Record<string, SoldLicense> = {};
beforeAll(async () => {
  server = await startTestServer();
  await createProducts(server);
  const requests = {
    shop: { kind: 'domain', domain: 'shop.example.com', key: 'SHOP', holder: 'Zeta GmbH' },
    shops: {
      kind: 'domain',
      domains: [{ domain: 'shops.example.org' }, { domain: 'shoppers.example' }],
    },
    books: { kind: 'domain', domain: 'bücher.example', product: 'acme-cloud' },
    desk: {
      kind: 'single-user',
      serial: 'SHOP-0001',
      holder: 'Acme AG',
      validTo: '2026-07-02T00:00:00Z',
    },
    net: {
      kind: 'network',
      serverPath: '/n',
      seats: 2,
      validFrom: '2026-09-01',
      validTo: '2027-01-01',
    },
    tok: { kind: 'token', seats: 1, holder: 'ACME AG', validTo: '2026-12-31' },
  };
  for (const [name, request] of Object.entries(requests)) {
    sold[name] = await create(server, request);
    server.clock.now += 10;
  }
  server.clock.now += 2 * 86_400;
  await act(server, sold.shops!.id, 'suspend');
  await act(server, sold.tok!.id, 'revoke');
});
afterAll(() => server.stop());

const list = (query: string, key?: string) =>
  server.get(`/v1/licenses?${query}`, { ...(key !== undefined && { key }) });
const namesOf = (page: Answer) => {
  expect(page.status).toBe(200);
  const ids = (page.json.items as SoldLicense[]).map(({ id }) => id);
  return ids.map((id) => Object.keys(sold).find((name) => sold[name]!.id === id));
};
/** All pages, one item each. */
const walk = async (query: string) => {
  const names: unknown[] = [];
  for (let cursor = ''; ;) {
    const page = await list(`${query}&limit=1${cursor}`);
    names.push(...namesOf(page));
    if (page.json.nextCursor === null) return names;
    cursor = `&cursor=${String(page.json.nextCursor)}`;
  }
};

describe('a list of licenses', () => {
  it.each([
    ['', ['shop', 'shops', 'books', 'desk', 'net', 'tok']],
    ['order=created', ['shop', 'shops', 'books', 'desk', 'net', 'tok']],
    ['order=-created', ['tok', 'net', 'desk', 'books', 'shops', 'shop']],
    ['order=validTo', ['desk', 'books', 'tok', 'net']],
    ['product=acme-cloud', ['books']],
    ['kind=domain', ['shop', 'shops', 'books']],
    ['state=suspended', ['shops']],
    ['standing=valid', ['shop', 'books']],
    ['standing=not-yet-valid', ['net']],
    ['standing=expired', ['desk']],
    ['standing=suspended', ['shops']],
    ['standing=revoked', ['tok']],
    ['domain=SHOPS.example.org.', ['shops']],
    ['domain=*.shoppers.example', ['shops']],
    ['serial=shop-0001', ['desk']],
    ['holder=Acme%20AG', ['desk']],
    ['holder=Nobody', []],
    ['expiresBefore=2026-08-01', ['books', 'desk']],
    ['expiresAfter=2027-01-01', ['net', 'tok']],
    ['expiresAfter=2026-07-31T00:00:20Z&expiresBefore=2026-07-31T00:00:21Z', ['books']],
    ['kind=domain&standing=valid&order=-created', ['books', 'shop']],
  ])('by "%s" holds %j, and so page by page', async (query, expected) => {
    expect(namesOf(await list(query))).toEqual(expected);
    expect(await walk(query)).toEqual(expected);
  });

  it.each([
    ['kind=foo', 'invalid_field'],
    ['state=', 'invalid_field'],
    ['standing=active', 'invalid_field'],
    ['order=name', 'invalid_field'],
    ['expiresBefore=x', 'invalid_date'],
    ['expiresAfter=2026-02-30', 'invalid_date'],
    ['domain=a%20b', 'invalid_domain'],
    ['q=', 'invalid_field'],
    [`q=${'x'.repeat(201)}`, 'invalid_field'],
    ['q=a&order=created', 'invalid_field'],
    ['license_id=x', 'unknown_field'],
    ['cursor=WyJxIiwiYSIsImIiXQ', 'invalid_cursor'],
    ['q=a&cursor=WyJjcmVhdGVkIiwxLCJiIl0', 'invalid_cursor'],
    ['order=-created&cursor=WyJjcmVhdGVkIiwxLCJiIl0', 'invalid_cursor'],
    ['cursor=WyJjcmVhdGVkIiwiMSIsImIiXQ', 'invalid_cursor'],
  ])('by "%s" is refused', async (query, code) => {
    expect(await list(query)).toMatchObject({ status: 400, json: { code } });
  });
});

describe('a search', () => {
  it.each([
    ['sho', ['desk', 'shop', 'shops']],
    ['shop.', ['shop']],
    ['SHOPS', ['shops']],
    ['shoppers', ['shops']],
    ['example', []],
    ['acme ag', ['desk', 'tok']],
    ['Ａｃｍｅ', ['desk', 'tok']],
    ['zeta', ['shop']],
    ['bücher', ['books']],
    ['xn--b', ['books']],
    ['shop-0', ['desk']],
    ['shop', ['shop', 'desk', 'shops']],
    ['nothing', []],
    ['%', []],
    ['_', []],
    ["'", []],
    ['\u{10ffff}', []],
  ])('for "%s" finds %j, the owner of that key first', async (text, expected) => {
    const q = `q=${encodeURIComponent(text)}`;
    const found = namesOf(await list(q));
    if (text === 'acme ag' || text === 'Ａｃｍｅ') found.sort();
    expect(found).toEqual(expected);
    expect((await walk(q)).sort()).toEqual([...expected].sort());
  });

  it('finds by id and its beginning', async () => {
    const { id } = sold.net!;
    expect(namesOf(await list(`q=${id}`))).toEqual(['net']);
    expect(namesOf(await list(`q=${id.slice(0, 20).toUpperCase()}`))).toEqual(['net']);
    expect(await walk('q=lic_')).toHaveLength(6);
  });

  it('is narrowed by filters', async () => {
    expect(namesOf(await list('q=sho&kind=domain'))).toEqual(['shop', 'shops']);
    expect(namesOf(await list('q=shop&state=suspended'))).toEqual(['shops']);
    expect(namesOf(await list('q=acme&standing=expired'))).toEqual(['desk']);
    expect(await walk('q=sho&kind=domain')).toEqual(['shop', 'shops']);
  });

  it('forgets the domains and the holder of before', async () => {
    const { id } = await create(server, {
      kind: 'domain',
      domain: 'before.example',
      holder: 'Before',
    });
    const find = async (text: string) => (await list(`q=${text}`)).json.items.length as number;
    expect(await find('before')).toBe(1);
    await act(server, id, 'transfer', { domain: 'after.example' });
    expect([await find('before.'), await find('after')]).toEqual([0, 1]);
    await server.post(`/v1/licenses/${id}`, { holder: null }, { method: 'PATCH' });
    expect(await find('before')).toBe(0);
  });

  it('goes on behind many that a filter keeps out', async () => {
    await server.post('/v1/products', { code: 'bulk', name: 'B' });
    for (let i = 0; i < 7; i++) {
      await server.post('/v1/serials', {
        product: 'bulk',
        seats: 1,
        count: 1000,
        holder: 'Bulk buyer',
      });
    }
    const last = await create(server, { kind: 'token', seats: 9, holder: 'Bulk buyer zz' });
    const ids: string[] = [];
    let pages = 0;
    for (let cursor = ''; ; pages++) {
      const page = await list(`q=bulk&product=acme-shop${cursor}`);
      ids.push(...(page.json.items as SoldLicense[]).map(({ id }) => id));
      if (page.json.nextCursor === null) break;
      cursor = `&cursor=${String(page.json.nextCursor)}`;
    }
    expect(ids).toEqual([last.id]);
    expect(pages).toBe(1);
  }, 120_000);
});
