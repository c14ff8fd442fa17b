import assert from 'node:assert/strict';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LicenseSource } from '@licet/core';
import { licenseFile } from '@licet/core/node';
import { assertRefusal } from './assert-refusal.js';
import type { Bench, BenchCase } from './bench.js';
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
    name: 'takes up a replaced file, and keeps the last good license when the new one is bad',
    check: async (bench) => {
      const directory = mkdtempSync(join(tmpdir(), 'licet-conformance-'));
      try {
        await checkReplacedFile(bench, join(directory, 'license.dat'));
      } finally {
        rmSync(directory, { recursive: true });
      }
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

async function checkReplacedFile({ start, vendor }: Bench, path: string): Promise<void> {
  const file = licenseFile(path);
  const site = await start({ license: file });
  const statusOf = async (host: string): Promise<number> => (await site.get(host)).status;
  assert.equal(await statusOf('example.com'), 503);

  const replace = (text: string): void => {
    writeFileSync(`${path}.new`, text);
    renameSync(`${path}.new`, path);
    file.refresh();
  };
  replace(vendor.sign());
  assert.equal(await statusOf('example.com'), 200);
  replace(vendor.sign({ gen: 2, domains: [{ name: 'example.org', scope: 'host' }] }));
  assert.deepEqual([await statusOf('example.com'), await statusOf('example.org')], [403, 200]);
  replace('not a license');
  assert.equal(await statusOf('example.org'), 200);
}
