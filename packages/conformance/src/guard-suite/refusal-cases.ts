import assert from 'node:assert/strict';
import type { LicenseSource } from '@licet/core';
import { assertRefusal } from './assert-refusal.js';
import type { BenchCase } from './bench.js';

const silentSource: LicenseSource = { start: () => () => undefined };

const acceptFields = [
  'application/json',
  '*/*',
  'text/html',
  'text/html,application/xhtml+xml,*/*;q=0.8',
  'text/html;q=0.5, application/problem+json',
];

/** What a visitor is answered when the answer is no. */
export const refusalCases: readonly BenchCase[] = [
  {
    name: "refuses another host with core's answer and nothing of its own",
    check: async ({ start }) => {
      const site = await start();
      assertRefusal(await site.get('evil.test'), 'wrong_host');
      assert.equal(site.handled, 0);
    },
  },
  {
    name: 'answers in the form that the Accept field asks for',
    check: async ({ start }) => {
      const site = await start();
      for (const accept of acceptFields) {
        const answer = await site.get('evil.test', '/', `Accept: ${accept}`);
        assertRefusal(answer, 'wrong_host', { accept });
      }
    },
  },
  {
    name: 'answers 503 with Retry-After while there is no license to decide by',
    check: async ({ start }) => {
      const site = await start({ license: silentSource });
      assertRefusal(await site.get('example.com'), 'no_license');
    },
  },
  {
    name: 'gives visitors the same text whatever the reason',
    check: async ({ start, vendor }) => {
      const signed = vendor.sign();
      const forged = `${signed.slice(0, -4)}AAAA`;
      for (const changes of [{ product: 'other' }, { license: forged }]) {
        const site = await start(changes);
        assertRefusal(await site.get('example.com'), 'wrong_host');
      }
    },
  },
  {
    name: 'sends no body in answer to HEAD',
    check: async ({ start }) => {
      const site = await start();
      const answer = await site.send(['HEAD / HTTP/1.1', 'Host: evil.test', 'Connection: close']);
      assertRefusal(answer, 'wrong_host', { isHead: true });
    },
  },
  {
    name: 'refuses before it reads a body, however broken',
    check: async ({ start }) => {
      const site = await start();
      const head = [
        'POST /access HTTP/1.1',
        'Host: evil.test',
        'Content-Type: application/json',
        'Content-Length: 9',
        'Connection: close',
      ];
      assertRefusal(await site.send(head, '{"broken"'), 'wrong_host');
      assert.equal(site.handled, 0);
    },
  },
];
