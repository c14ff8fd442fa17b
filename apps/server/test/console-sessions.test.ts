import { describe, expect, it } from 'vitest';
import { invite, join, password, signIn, toBrowser } from './support/console.js';
import { startServerForTest } from './support/test-server.js';

const api = (path: string) => `/console/api/${path}`;
const accept = (token: string, more: object = {}) => ({
  token,
  email: 'ada@example.com',
  name: 'Ada',
  password,
  ...more,
});
const open = { key: '' };

describe('a session', () => {
  it('may do on /v1 what an admin key may, in the name of its user', async () => {
    const server = await startServerForTest();
    const browser = await join(server);
    const created = await browser.ask('POST', '/v1/products', { code: 'shop', name: 'Shop' });
    expect(created.status).toBe(201);
    const log = await browser.ask('GET', '/v1/audit-log?action=product.create');
    expect(log.json.items[0].actor).toMatch(/^user:usr_[0-9a-f]{24}$/);
  });

  it('repeats a write under an Idempotency-Key once, apart from those of keys', async () => {
    const server = await startServerForTest();
    const browser = await join(server);
    const headers = { 'idempotency-key': 'one' };
    const draft = { code: 'shop', name: 'Shop' };
    const first = await browser.ask('POST', '/v1/products', draft, headers);
    const second = await browser.ask('POST', '/v1/products', draft, headers);
    expect([first.status, second.status, second.text]).toEqual([201, 201, first.text]);
    const other = await server.post('/v1/products', draft, { headers });
    expect(other.json.code).toBe('product_exists');
  });

  it('is in a cookie that no script reads and no other site sends', async () => {
    const server = await startServerForTest();
    const [plain, secure] = [
      server,
      await startServerForTest({ publicUrl: 'https://licenses.example.com' }),
    ];
    const cookieOf = async (one: typeof server) => {
      const answer = await one.post(api('accept-invitation'), accept(await invite(one)), open);
      return answer.headers.get('set-cookie') ?? '';
    };
    expect(await cookieOf(plain)).toMatch(
      /^licet-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    expect(await cookieOf(secure)).toMatch(
      /^__Host-licet-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure$/,
    );
  });

  it('gets a new id at each sign-in, whatever cookie was there', async () => {
    const server = await startServerForTest();
    const first = await join(server);
    const planted = `licet-session=${'A'.repeat(43)}`;
    const signedIn = await signIn(server, {}, { cookie: planted });
    expect(toBrowser(server, signedIn).cookie).not.toBe(planted);
    const second = toBrowser(server, await signIn(server, {}, { cookie: first.cookie }));
    expect(second.cookie).not.toBe(first.cookie);
    expect((await first.ask('GET', '/v1/products')).status).toBe(401);
    expect((await second.ask('GET', '/v1/products')).status).toBe(200);
  });

  it('ends 12 hours after the last request, and 7 days after the first', async () => {
    const server = await startServerForTest();
    const browser = await join(server);
    const hours = 3600;
    server.clock.now += 12 * hours;
    expect((await browser.ask('GET', '/v1/products')).status).toBe(401);
    const again = toBrowser(server, await signIn(server));
    const statuses: number[] = [];
    for (let passed = 0; passed < 7 * 24; passed += 11) {
      statuses.push((await again.ask('GET', '/v1/products')).status);
      server.clock.now += 11 * hours;
    }
    expect([...new Set(statuses)]).toEqual([200]);
    expect((await again.ask('GET', '/v1/products')).status).toBe(401);
  });

  it('ends when its user signs out', async () => {
    const server = await startServerForTest();
    const browser = await join(server);
    const answer = await browser.ask('POST', api('sign-out'));
    expect(answer.headers.get('set-cookie')).toContain('Max-Age=0');
    expect((await browser.ask('GET', '/v1/products')).status).toBe(401);
    expect((await browser.ask('GET', api('session'))).json).toEqual({ session: null });
  });

  it('is listed, and ended from another one', async () => {
    const server = await startServerForTest();
    const [here, there] = [await join(server), toBrowser(server, await signIn(server))];
    const listed = (await here.ask('GET', api('sessions'))).json;
    const items = listed.items as readonly { id: string; isCurrent: boolean }[];
    expect(items.map(({ isCurrent }) => isCurrent).sort()).toEqual([false, true]);
    const { id } = items.find(({ isCurrent }) => !isCurrent)!;
    expect((await here.ask('POST', api(`sessions/${id}/end`))).status).toBe(200);
    expect((await here.ask('POST', api(`sessions/${id}/end`))).json.code).toBe('session_not_found');
    expect((await there.ask('GET', '/v1/products')).status).toBe(401);
    expect((await here.ask('GET', '/v1/products')).status).toBe(200);
  });

  it('of another user cannot be ended', async () => {
    const server = await startServerForTest();
    const [ada, grace] = [await join(server), await join(server, 'grace@example.com')];
    const [{ id }] = (await grace.ask('GET', api('sessions'))).json.items;
    expect((await ada.ask('POST', api(`sessions/${String(id)}/end`))).status).toBe(404);
    expect((await grace.ask('GET', '/v1/products')).status).toBe(200);
  });

  it('ends everywhere else when the password is changed', async () => {
    const server = await startServerForTest();
    const [here, there] = [await join(server), toBrowser(server, await signIn(server))];
    const newPassword = 'another good password';
    const wrong = await here.ask('POST', api('password'), { currentPassword: 'x', newPassword });
    expect([wrong.status, wrong.json.field]).toEqual([400, 'currentPassword']);
    const change = { currentPassword: password, newPassword };
    const changed = toBrowser(server, await here.ask('POST', api('password'), change));
    for (const old of [here, there])
      expect((await old.ask('GET', '/v1/products')).status).toBe(401);
    expect((await changed.ask('GET', '/v1/products')).status).toBe(200);
    expect((await signIn(server)).status).toBe(401);
  });

  it('ends when another user removes its own', async () => {
    const server = await startServerForTest();
    const [ada, grace] = [await join(server), await join(server, 'grace@example.com')];
    const users = (await ada.ask('GET', api('users'))).json.items as {
      id: string;
      email: string;
    }[];
    const idOf = (email: string) => users.find((user) => user.email === email)!.id;
    const self = await ada.ask('POST', api(`users/${idOf('ada@example.com')}/remove`));
    expect(self.json.code).toBe('last_user');
    expect((await ada.ask('POST', api(`users/${idOf('grace@example.com')}/remove`))).status).toBe(
      200,
    );
    expect((await grace.ask('GET', '/v1/products')).status).toBe(401);
    expect((await signIn(server, { email: 'grace@example.com' })).status).toBe(401);
  });
});

describe('a cross-site request', () => {
  it.each([
    ['of another origin', { origin: 'https://evil.example' }],
    ['of no origin at all', { origin: 'null' }],
    ['that the browser calls cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['of a neighbor under the same domain', { 'sec-fetch-site': 'same-site' }],
    ['without the token', { 'x-csrf-token': '' }],
    ['with the token of another session', { 'x-csrf-token': 'A'.repeat(43) }],
  ])('%s changes nothing', async (_, headers) => {
    const server = await startServerForTest();
    const browser = await join(server);
    for (const path of ['/v1/products', api('sign-out'), api('invitations')]) {
      const answer = await browser.ask('POST', path, { code: 'shop', name: 'Shop' }, headers);
      expect([path, answer.status, answer.json.code]).toEqual([path, 403, 'cross_site_request']);
    }
    expect((await browser.ask('GET', '/v1/products')).json.items).toEqual([]);
  });

  it('cannot read with the session either, or sign somebody in', async () => {
    const server = await startServerForTest();
    const browser = await join(server);
    const headers = { 'sec-fetch-site': 'cross-site' };
    expect((await browser.ask('GET', '/v1/products', undefined, headers)).status).toBe(403);
    expect((await signIn(server, {}, headers)).status).toBe(403);
    expect((await signIn(server, {}, { origin: 'https://evil.example' })).status).toBe(403);
  });

  it('is not what our own page sends, also behind a proxy', async () => {
    const publicUrl = 'https://licenses.example.com';
    const server = await startServerForTest({ publicUrl });
    const browser = await join(server);
    const draft = (code: string) => ({ code, name: code });
    const same = { 'sec-fetch-site': 'same-origin' };
    const here = await browser.ask('POST', '/v1/products', draft('a'), {
      ...same,
      origin: server.url,
    });
    const proxied = await browser.ask('POST', '/v1/products', draft('b'), {
      ...same,
      origin: publicUrl,
    });
    expect([here.status, proxied.status]).toEqual([201, 201]);
  });

  it('is told from a program with a key, whatever cookies it has', async () => {
    const server = await startServerForTest();
    const { cookie } = await join(server);
    const headers = { cookie, origin: 'https://evil.example' };
    expect((await server.get('/v1/products', { headers })).status).toBe(200);
    expect((await server.get('/v1/products', { key: 'licet_sk_wrong', headers })).status).toBe(401);
  });
});
