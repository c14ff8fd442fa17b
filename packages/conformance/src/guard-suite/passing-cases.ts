import assert from 'node:assert/strict';
import { assertRefusal } from './assert-refusal.js';
import type { BenchCase } from './bench.js';
import { failureText } from './guarded-app.js';
import { issuedAt, product } from './test-vendor.js';

const hosts = ['example.com', 'evil.test', 'www.example.com'];

/** What happens to requests that are let pass. */
export const passingCases: readonly BenchCase[] = [
  {
    name: 'tells the handlers what the license grants',
    check: async ({ start, vendor }) => {
      const site = await start({
        license: vendor.sign({ holder: 'Acme Ltd', exp: issuedAt + 60 }),
      });
      const { status, body } = await site.get('WWW.Example.com:8080', '/access');
      assert.equal(status, 200);
      assert.deepEqual(JSON.parse(body), {
        licenseId: 'lic_test',
        product,
        host: 'www.example.com',
        expiresAt: issuedAt + 60,
        features: ['reports'],
        holder: 'Acme Ltd',
        warnings: [],
        readOnly: false,
      });
    },
  },
  {
    name: 'keeps a hundred requests to different hosts apart',
    check: async ({ start }) => {
      const site = await start();
      const asked = Array.from({ length: 100 }, (_, index) => hosts[index % 3] ?? '');
      const answers = await Promise.all(asked.map((host) => site.get(host, '/access')));
      const heard = answers.map(({ status, body }) =>
        status === 200 ? (JSON.parse(body) as { host: string }).host : String(status),
      );
      const expected = asked.map((host) => (host === 'evil.test' ? '403' : host));
      assert.deepEqual(heard, expected);
    },
  },
  {
    name: 'decides once about a request',
    check: async ({ start }) => {
      let looks = 0;
      const refused: string[] = [];
      const site = await start({
        clock: () => {
          looks += 1;
          return issuedAt;
        },
        onEvent: ({ type }) => {
          if (type === 'request-refused') refused.push(type);
        },
      });
      const before = looks;
      await site.get('example.com');
      assert.equal(looks - before, 1);
      await site.get('evil.test');
      assert.equal(refused.length, 1);
    },
  },
  {
    name: 'goes on once, and leaves errors of later handlers to the application',
    check: async ({ start }) => {
      const site = await start();
      const { status, body } = await site.get('example.com', '/fails');
      assert.deepEqual({ status, body }, { status: 418, body: failureText });
      assert.equal(site.handled, 1);
    },
  },
  {
    name: 'requires a feature of one route and of no other',
    check: async ({ start }) => {
      const site = await start();
      assert.equal((await site.get('example.com', '/reports')).status, 200);
      assertRefusal(await site.get('example.com', '/export'), 'feature_missing');
      assert.equal((await site.get('example.com', '/')).status, 200);
      assert.equal(site.handled, 2);
    },
  },
  {
    name: 'refuses a missing feature in the form that the Accept field asks for',
    check: async ({ start }) => {
      const site = await start();
      const answer = await site.get('example.com', '/export', 'Accept: text/html');
      assertRefusal(answer, 'feature_missing', { accept: 'text/html' });
    },
  },
  {
    name: 'refuses another host on a route that requires a feature',
    check: async ({ start }) => {
      const site = await start();
      assertRefusal(await site.get('evil.test', '/reports'), 'wrong_host');
      assert.equal(site.handled, 0);
    },
  },
  {
    name: 'decides about a request to upgrade, which passes no handler',
    check: async ({ start }) => {
      const site = await start();
      const upgrade = (host: string) =>
        site.send([
          'GET /live HTTP/1.1',
          `Host: ${host}`,
          'Upgrade: websocket',
          'Connection: Upgrade',
        ]);
      assert.equal((await upgrade('example.com')).status, 101);
      assert.equal((await upgrade('evil.test')).status, 403);
    },
  },
];
