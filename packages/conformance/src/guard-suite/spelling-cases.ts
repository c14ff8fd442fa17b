import assert from 'node:assert/strict';
import { assertRefusal } from './assert-refusal.js';
import type { BenchCase, Site } from './bench.js';

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'];

/** Ways to write a path that a router may take for `/access`, and others that lead elsewhere or nowhere. */
const spellings = [
  '/',
  '/access',
  '/ACCESS',
  '/access/',
  '/access//',
  '//access',
  '///access',
  '/./access',
  '/access/.',
  '/elsewhere/../access',
  '/%2e%2e/access',
  '/elsewhere%2f..%2faccess',
  '/%61ccess',
  '/a%63%63ess',
  '/%2561ccess',
  '/%2Faccess',
  '/access%2f',
  '/access%20',
  '/access%00',
  '/access;a=b',
  '/access?a=b',
  '/access?',
  '/access.json',
  '/\\access',
  '/%5caccess',
  '/%E2%84%AA',
  '/http://example.com/access',
  'http://evil.test/access',
  'http://example.com/access',
  '/missing/and/deep',
  '/favicon.ico',
];

/** Targets that cannot be decoded: Node or a framework may answer 400 to them before any guard is asked. */
const unreadable = ['/%', '/%zz', '/access/%', '/%E0%A4%A', '/access#a', '?access', 'access'];

/** Every path and method of a host that is not licensed. */
export const spellingCases: readonly BenchCase[] = [
  {
    name: 'lets no method and no spelling of a path of another host through',
    check: async ({ start }) => {
      const site = await start();
      for (const target of spellings) await refusesEveryMethod(site, target);
      assert.equal(site.handled, 0);
      assert.equal((await site.get('example.com', '/access')).status, 200);
      assert.equal(site.handled, 1);
    },
  },
  {
    name: 'lets no target through that cannot be decoded',
    check: async ({ start }) => {
      const site = await start();
      for (const target of unreadable) {
        for (const method of methods) {
          const { status } = await ask(site, method, target);
          assert.ok([400, 403].includes(status), `${method} ${target} was answered ${status}`);
        }
      }
      assert.equal(site.handled, 0);
    },
  },
  {
    name: 'refuses OPTIONS of the whole server (*)',
    check: async ({ start }) => {
      const site = await start();
      assertRefusal(await ask(site, 'OPTIONS', '*'), 'wrong_host');
      assert.equal(site.handled, 0);
    },
  },
  {
    name: 'refuses the preflight request of a browser',
    check: async ({ start }) => {
      const site = await start();
      const answer = await site.send([
        'OPTIONS /access HTTP/1.1',
        'Host: evil.test',
        'Origin: https://example.com',
        'Access-Control-Request-Method: POST',
        'Connection: close',
      ]);
      assertRefusal(answer, 'wrong_host');
    },
  },
];

const ask = (site: Site, method: string, target: string) =>
  site.send([`${method} ${target} HTTP/1.1`, 'Host: evil.test', 'Connection: close']);

async function refusesEveryMethod(site: Site, target: string): Promise<void> {
  for (const method of methods) {
    const answer = await ask(site, method, target);
    assert.equal(answer.status, 403, `${method} ${target} was answered ${answer.status}`);
    assertRefusal(answer, 'wrong_host', { isHead: method === 'HEAD' });
  }
}
