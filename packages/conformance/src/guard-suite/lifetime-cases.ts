import assert from 'node:assert/strict';
import type { LicenseSource } from '@licet/core';
import { assertRefusal } from './assert-refusal.js';
import type { BenchCase } from './bench.js';
import { issuedAt } from './test-vendor.js';

/** What happens while an application runs. */
export const lifetimeCases: readonly BenchCase[] = [
  {
    name: 'refuses a license that expires meanwhile, at the very second',
    check: async ({ start, vendor }) => {
      let now = issuedAt;
      const license = vendor.sign({ exp: issuedAt + 60 });
      const site = await start({ license, clock: () => now });
      now = issuedAt + 59;
      assert.equal((await site.get('example.com')).status, 200);
      now = issuedAt + 60;
      assertRefusal(await site.get('example.com'), 'expired');
    },
  },
  {
    name: 'refuses unsafe methods alone when the policy says read-only',
    check: async ({ start, vendor }) => {
      const policy = { onExpiry: 'read-only' };
      const license = vendor.sign({ exp: issuedAt + 60, policy });
      const site = await start({ license, clock: () => issuedAt + 60 });
      const ask = (method: string) =>
        site.send([`${method} / HTTP/1.1`, 'Host: example.com', 'Connection: close']);
      assert.equal((await ask('GET')).status, 200);
      assertRefusal(await ask('DELETE'), 'expired');
    },
  },
  {
    name: 'serves development hosts to this machine alone when the policy allows it',
    check: async ({ start, vendor }) => {
      const site = await start({ license: vendor.sign({ policy: { devHosts: true } }) });
      assert.equal((await site.get('localhost')).status, 200);
      const forwarded = await site.get('localhost', '/', 'X-Forwarded-For: 192.0.2.7');
      assertRefusal(forwarded, 'wrong_host');
    },
  },
  {
    name: 'stops watching its source when the application is closed',
    check: async ({ start, vendor }) => {
      let stops = 0;
      const license: LicenseSource = {
        start: (receiver) => {
          receiver.deliver(vendor.sign());
          return () => (stops += 1);
        },
      };
      const site = await start({ license });
      assert.equal((await site.get('example.com')).status, 200);
      assert.equal(stops, 0);
      await site.close();
      assert.equal(stops, 1);
    },
  },
];
