import { createTrustedProxies } from '@licet/core';
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

describe('the page', () => {
  it('answers everybody, under a policy that lets nothing but our own files in', async () => {
    const server = await startServerForTest();
    const page = await server.get('/console/', open);
    expect(page.status).toBe(200);
    const policy = page.headers.get('content-security-policy')?.split('; ');
    expect(policy).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "frame-ancestors 'none'",
      ]),
    );
    expect(page.text).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=/i);
    expect((await server.get('/console', open)).status).toBe(200);
  });

  it('names files that browsers keep for ever, compressed for those who take that', async () => {
    const server = await startServerForTest();
    const page = await server.get('/console/', open);
    const names = [...page.text.matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g)].map(
      ([, name]) => name!,
    );
    expect(names.map((name) => name.split('.').at(-1)).sort()).toEqual(['css', 'js', 'svg']);
    for (const name of names) {
      const plain = await server.get(`/console/${name}`, {
        key: '',
        headers: { 'accept-encoding': 'identity' },
      });
      const packed = await server.get(`/console/${name}`, {
        key: '',
        headers: { 'accept-encoding': 'br, gzip' },
      });
      expect(plain.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(plain.headers.get('content-encoding')).toBeNull();
      expect([packed.headers.get('content-encoding'), packed.text]).toEqual(['gzip', plain.text]);
      expect(packed.headers.get('etag')).not.toBe(plain.headers.get('etag'));
      expect(packed.headers.get('vary')).toBe('accept-encoding');
    }
  });

  it.each([
    '/console/assets/../index.html',
    '/console/assets/%2e%2e%2findex.html',
    '/console/nothing',
  ])('is no way to anything else: %s', async (path) => {
    const server = await startServerForTest();
    expect((await server.get(path, open)).status).toBe(404);
  });
});

describe('an invitation', () => {
  it('makes one user and signs in, once', async () => {
    const server = await startServerForTest();
    const token = await invite(server);
    const first = await server.post(api('accept-invitation'), accept(token), open);
    expect([first.status, first.json.user.email]).toEqual([200, 'ada@example.com']);
    const again = await server.post(
      api('accept-invitation'),
      accept(token, { email: 'b@example.com' }),
      open,
    );
    expect([again.status, again.json.code]).toEqual([404, 'invitation_not_found']);
  });

  it('that two people open at once makes one of them', async () => {
    const server = await startServerForTest();
    const token = await invite(server);
    const answers = await Promise.all(
      ['a@example.com', 'b@example.com'].map((email) =>
        server.post(api('accept-invitation'), accept(token, { email }), open),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404]);
  });

  it('ends after a day, and looks like an unknown one then', async () => {
    const server = await startServerForTest();
    const token = await invite(server);
    server.clock.now += 24 * 3600;
    const late = await server.post(api('accept-invitation'), accept(token), open);
    const unknown = await server.post(api('accept-invitation'), accept('x'.repeat(43)), open);
    expect([late.status, late.json.code, late.text]).toEqual([
      404,
      'invitation_not_found',
      unknown.text,
    ]);
  });

  it('is not used up by a password that is too short', async () => {
    const server = await startServerForTest();
    const token = await invite(server);
    const short = await server.post(
      api('accept-invitation'),
      accept(token, { password: 'elevenchars' }),
      open,
    );
    expect([short.status, short.json.field]).toEqual([400, 'password']);
    const bad = await server.post(
      api('accept-invitation'),
      accept(token, { email: 'nobody' }),
      open,
    );
    expect([bad.status, bad.json.field]).toEqual([400, 'email']);
    expect((await server.post(api('accept-invitation'), accept(token), open)).status).toBe(200);
  });

  it('of the program gives a user a new password, and ends what the old one opened', async () => {
    const server = await startServerForTest();
    const before = await join(server);
    const fresh = accept(await invite(server), { password: 'another good password' });
    const answer = await server.post(api('accept-invitation'), fresh, open);
    expect([answer.status, answer.json.user.name]).toEqual([200, 'Ada']);
    expect((await before.ask('GET', '/v1/products')).status).toBe(401);
    expect((await signIn(server)).json.code).toBe('sign_in_failed');
    expect((await signIn(server, { password: 'another good password' })).status).toBe(200);
  });

  it('of a user cannot take over another', async () => {
    const server = await startServerForTest();
    const ada = await join(server);
    const { token } = (await ada.ask('POST', api('invitations'))).json;
    const taken = await server.post(api('accept-invitation'), accept(token), open);
    expect([taken.status, taken.json.code, taken.json.field]).toEqual([
      409,
      'user_exists',
      'email',
    ]);
    const grace = await server.post(
      api('accept-invitation'),
      accept(token, { email: 'grace@example.com' }),
      open,
    );
    expect(grace.status).toBe(200);
  });
});

describe('signing in', () => {
  it('is answered alike for a wrong password and an unknown address', async () => {
    const server = await startServerForTest();
    await join(server);
    const wrong = await signIn(server, { password: 'not the password' });
    const unknown = await signIn(server, { email: 'nobody@example.com' });
    expect([wrong.status, wrong.json.code]).toEqual([401, 'sign_in_failed']);
    expect(unknown.text).toBe(wrong.text);
    expect(wrong.headers.get('set-cookie')).toBeNull();
  });

  it('knows an address in any case', async () => {
    const server = await startServerForTest();
    await join(server);
    expect((await signIn(server, { email: ' Ada@Example.COM ' })).status).toBe(200);
  });

  it('is slowed down for whoever guesses, and not for the owner, there and elsewhere', async () => {
    const trustedProxies = createTrustedProxies(['127.0.0.1']);
    const server = await startServerForTest({ traffic: { guessesPerMinute: 5, trustedProxies } });
    await join(server);
    const office = { 'x-forwarded-for': '192.0.2.1' };
    const home = { 'x-forwarded-for': '192.0.2.2' };
    await signIn(server, {}, office);
    const counts = new Map<string, number>();
    for (let tries = 0; tries < 300; tries++) {
      const { json } = await signIn(server, { password: `guess ${String(tries)}` }, office);
      counts.set(json.code, (counts.get(json.code) ?? 0) + 1);
    }
    expect(Object.fromEntries(counts)).toEqual({ sign_in_failed: 5, too_many_guesses: 295 });
    expect((await signIn(server, { email: 'b@example.com' }, office)).status).toBe(429);
    // More comparisons with what was right before would be guesses, too.
    server.clock.now += 60;
    expect((await signIn(server, {}, office)).status).toBe(200);
    expect((await signIn(server, {}, home)).status).toBe(200);
  });
});

it('keeps no password, token or link, in the database or the log', async () => {
  const server = await startServerForTest();
  const token = await invite(server);
  const unused = await invite(server);
  const answer = await server.post(api('accept-invitation'), accept(token), open);
  const browser = toBrowser(server, answer);
  await browser.ask('GET', '/v1/products');
  await signIn(server, { password: 'a-wrong-password' });
  const secrets = [
    password,
    'a-wrong-password',
    token,
    unused,
    browser.cookie.split('=')[1]!,
    browser.csrfToken,
  ];
  const log = server.log.join('');
  for (const secret of secrets) expect(log).not.toContain(secret);
  const stored = await server.place.readStored();
  expect(stored.includes('ada@example.com')).toBe(true);
  for (const secret of secrets) expect([secret, stored.includes(secret)]).toEqual([secret, false]);
});
