import { createDomainKey } from '@licet/issuer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditActions } from '../src/services/audit/actions.js';
import { createProducts, paths, sell } from './support/licenses.js';
import {
  itemsOf,
  startServerForTest,
  startTestServer,
  type TestServer,
} from './support/test-server.js';

interface Entry {
  readonly chain: string;
  readonly sequence: number;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly target: string;
  readonly product?: string;
  readonly details: Readonly<Record<string, unknown>>;
}

let server: TestServer;
let adminId: string;
beforeAll(async () => {
  server = await startTestServer();
  await createProducts(server);
  adminId = (await read('?action=product.create'))[0]!.actor;
});
afterAll(() => server.stop());

async function read(query = ''): Promise<readonly Entry[]> {
  const answer = await server.get(`/v1/audit-log${query}`);
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.json.items;
}

/** The entries that an act leaves behind, newest first. */
async function entriesOf(act: () => Promise<unknown>): Promise<readonly Entry[]> {
  const before = new Set(
    (await read('?limit=100')).map(({ chain, sequence }) => chain + String(sequence)),
  );
  await act();
  const after = await read('?limit=100');
  return after.filter(({ chain, sequence }) => !before.has(chain + String(sequence)));
}

async function licenseOf(domainname: string): Promise<string> {
  return (await server.get(`/v1/licenses?domain=${domainname}`)).json.items[0].id;
}

describe('every write leaves one entry, its repetition and its refusal none:', () => {
  it('the creation of a product', async () => {
    const create = () => server.post('/v1/products', { code: 'new', name: 'N', termDays: 7 });
    const [entry, ...others] = await entriesOf(create);
    expect(others).toEqual([]);
    expect(entry).toEqual({
      chain: expect.stringMatching(/^chn_[0-9a-f]{24}$/),
      sequence: expect.any(Number),
      at: '2026-07-01T00:00:00Z',
      actor: expect.stringMatching(/^api-key:key_/),
      action: 'product.create',
      target: 'new',
      product: 'new',
      details: { termDays: 7, proofDays: 30, maintenanceSupported: false },
    });
    expect(await entriesOf(create)).toEqual([]);
    expect(await entriesOf(() => server.post('/v1/products', { code: 'new' }))).toEqual([]);
  });

  it('operation 1', async () => {
    const sale = { domainname: 'one.example', domainkey: createDomainKey() };
    const [entry, ...others] = await entriesOf(() => sell(server, sale));
    expect(others).toEqual([]);
    expect(entry).toMatchObject({
      action: 'license.create',
      target: await licenseOf('one.example'),
      product: 'acme-cloud',
      details: {
        kind: 'domain',
        domain: 'one.example',
        domainScope: 'host+www',
        validTo: '2026-07-31T00:00:00Z',
      },
    });
    expect(await entriesOf(() => sell(server, sale))).toEqual([]);
    const taken = { scriptname: 'acme-shop', ...sale };
    expect(await entriesOf(() => server.post(paths.generate, taken))).toEqual([]);
  });

  it('operation 3', async () => {
    const { domainkey: domainKey } = await sell(server, { domainname: 'three.example' });
    const renew = (newValidToDate: string) =>
      server.post(paths.renew, { domainKey, newValidToDate });
    const [entry, ...others] = await entriesOf(() => renew('2027-01-01'));
    expect(others).toEqual([]);
    expect(entry).toMatchObject({
      action: 'license.renew',
      target: await licenseOf('three.example'),
      details: {
        validTo: '2027-01-02T00:00:00Z',
        previousValidTo: '2026-07-31T00:00:00Z',
        generation: 2,
      },
    });
    expect(await entriesOf(() => renew('2027-01-01'))).toEqual([]);
    expect(await entriesOf(() => renew('2026-12-01'))).toEqual([]);
  });

  it('what is done to a license as a whole', async () => {
    await sell(server, { domainname: 'state.example' });
    const id = await licenseOf('state.example');
    const act = (action: string) => () => server.post(`/v1/licenses/${id}/${action}`, undefined);
    for (const [action, previousState] of [
      ['suspend', 'active'],
      ['reinstate', 'suspended'],
      ['revoke', 'active'],
    ] as const) {
      const entries = await entriesOf(act(action));
      expect(entries).toMatchObject([
        { action: `license.${action}`, target: id, details: { previousState } },
      ]);
      expect(await entriesOf(act(action))).toEqual([]);
    }
    expect(await entriesOf(act('suspend'))).toEqual([]);
    const unknown = () => server.post('/v1/licenses/lic_x/revoke', undefined);
    expect(await entriesOf(unknown)).toEqual([]);
  });

  it('API keys', async () => {
    let id = '';
    const draft = { scope: 'issue', product: 'acme-shop', expiresInSeconds: 60, name: 'Jane Doe' };
    const created = await entriesOf(async () => {
      id = (await server.post('/v1/api-keys', draft)).json.id;
    });
    expect(created).toMatchObject([{ action: 'api-key.create', target: id, product: 'acme-shop' }]);
    expect(created[0]!.details).toEqual({ scope: 'issue', expiresAt: '2026-07-01T00:01:00Z' });
    const revoke = () => server.post(`/v1/api-keys/${id}/revoke`, undefined);
    expect(await entriesOf(revoke)).toMatchObject([{ action: 'api-key.revoke', target: id }]);
    expect(await entriesOf(revoke)).toEqual([]);
    expect(await entriesOf(() => server.post('/v1/api-keys/key_x/revoke', undefined))).toEqual([]);
    const bound = { scope: 'admin', product: 'acme-shop' };
    expect(await entriesOf(() => server.post('/v1/api-keys', bound))).toEqual([]);
  });

  it('signing keys', async () => {
    const keys = itemsOf(await server.get('/v1/signing-keys'));
    const previous = keys.find(({ use }) => use === 'status');
    let kid = '';
    const entries = await entriesOf(async () => {
      kid = (await server.post('/v1/signing-keys', { use: 'status' })).json.kid;
    });
    const details = { use: 'status', previousKid: previous!.kid };
    expect(entries).toMatchObject([{ action: 'signing-key.rotate', target: kid, details }]);
  });

  it('a write with an Idempotency-Key, sent twenty times at once and once more', async () => {
    const headers = { 'idempotency-key': 'audit' };
    const create = () => server.post('/v1/api-keys', { scope: 'client' }, { headers });
    const entries = await entriesOf(() => Promise.all(Array.from({ length: 20 }, create)));
    expect(entries).toMatchObject([{ action: 'api-key.create', actor: adminId }]);
    expect(await entriesOf(create)).toEqual([]);
  });

  it('twenty equal renewals at once', async () => {
    const { domainkey: domainKey } = await sell(server, { domainname: 'race.example' });
    const renew = () => server.post(paths.renew, { domainKey, newValidToDate: '2027-01-01' });
    expect(await entriesOf(() => Promise.all(Array.from({ length: 20 }, renew)))).toHaveLength(1);
  });

  it('nothing that only reads', async () => {
    const sold = await sell(server, { domainname: 'read.example' });
    const reads = async () => {
      await server.post(paths.status, { domainKey: sold.domainkey });
      await server.post(paths.activate, sold);
      await server.get('/v1/licenses');
    };
    expect(await entriesOf(reads)).toEqual([]);
  });
});

describe('/v1/audit-log', () => {
  it('begins with the account, which the system made', async () => {
    const other = await startServerForTest();
    const items = (await other.get('/v1/audit-log')).json.items as Entry[];
    const actions = items.map((entry) => `${entry.actor} ${entry.action}`);
    expect(actions.at(-1)).toBe('system account.create');
    expect(actions.slice(0, 3)).toEqual(Array.from({ length: 3 }, () => 'system api-key.create'));
  });

  it('is told newest first, each entry once, page by page', async () => {
    server.clock.now += 60;
    await server.post('/v1/products', { code: 'later', name: 'Later' });
    const whole = await read('?limit=100');
    expect(whole[0]!.target).toBe('later');
    const paged: Entry[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query = cursor && `&cursor=${cursor}`;
      const { json } = await server.get(`/v1/audit-log?limit=3${query}`);
      paged.push(...json.items);
      cursor = json.nextCursor;
    }
    expect(paged).toEqual(whole);
    const times = paged.map(({ at }) => at);
    expect(times).toEqual([...times].sort().reverse());
  });

  it('is filtered by action, target, actor and time, alone and together', async () => {
    expect(new Set((await read('?action=api-key.revoke')).map(({ action }) => action))).toEqual(
      new Set(['api-key.revoke']),
    );
    expect((await read('?target=acme-shop')).map(({ action }) => action)).toEqual([
      'product.create',
    ]);
    const bySystem = await read('?actor=system&limit=100');
    expect(new Set(bySystem.map(({ actor }) => actor))).toEqual(new Set(['system']));
    expect(bySystem.length).toBeGreaterThan(3);
    expect(await read(`?actor=${adminId}&action=product.create&target=acme-shop`)).toHaveLength(1);
    expect((await read('?from=2026-07-01T00:01:00Z')).map(({ target }) => target)).toEqual([
      'later',
    ]);
    expect((await read('?to=2026-06-30')).map(({ action }) => action)).toEqual(['account.create']);
    expect(await read('?from=2026-07-01&to=2026-06-30')).toEqual([]);
    expect(await read('?target=nobody')).toEqual([]);
  });

  it.each([
    ['action=license.explode', 'invalid_field', 'action'],
    ['target=', 'invalid_field', 'target'],
    [`actor=${'x'.repeat(129)}`, 'invalid_field', 'actor'],
    ['from=yesterday', 'invalid_date', 'from'],
    ['to=2026-02-30', 'invalid_date', 'to'],
    ['limit=0', 'invalid_field', 'limit'],
    ['cursor=WzFd', 'invalid_cursor', 'cursor'],
    ['cursor=%21', 'invalid_cursor', 'cursor'],
    ['since=2026', 'unknown_field', 'since'],
  ])('refuses ?%s with %s', async (query, code, field) => {
    const answer = await server.get(`/v1/audit-log?${query}`);
    expect(answer).toMatchObject({ status: 400, json: { code, field } });
  });

  it('is for administrators, and for reading', async () => {
    for (const key of [server.keys.issue, server.keys.client]) {
      expect((await server.get('/v1/audit-log', { key })).status).toBe(403);
    }
    expect((await server.get('/v1/audit-log', { key: '' })).status).toBe(401);
    expect((await server.post('/v1/audit-log', {})).status).toBe(405);
  });

  it('tells neither keys nor names', async () => {
    const domainkey = createDomainKey();
    await sell(server, { domainkey, domainname: 'secret.example' });
    const key = (await server.post('/v1/api-keys', { scope: 'client', name: 'Canary' })).json.key;
    const text = JSON.stringify(
      await server.context.store.db.selectFrom('audit_log').selectAll().execute(),
    );
    for (const secret of [
      domainkey,
      domainkey.replaceAll('-', ''),
      key,
      'Canary',
      'Jane',
      'Acme',
    ]) {
      expect(text).not.toContain(secret);
    }
  });

  it('knows every action as thing and verb, once', () => {
    expect(new Set(auditActions).size).toBe(auditActions.length);
    for (const action of auditActions) expect(action).toMatch(/^[a-z-]+\.[a-z-]+$/);
  });
});
