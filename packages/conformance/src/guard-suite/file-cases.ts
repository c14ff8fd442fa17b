import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GateEvent } from '@licet/core';
import { licenseFile } from '@licet/core/node';
import { assertRefusal } from './assert-refusal.js';
import type { Bench, BenchCase, Site } from './bench.js';
import { createTestVendor, issuedAt, type TestVendor } from './test-vendor.js';

/** An application that watches a file, and what its guard has told since it was last asked. */
interface FileBench {
  readonly vendor: TestVendor;
  readonly site: Site;
  readonly path: string;
  /** Puts another file in its place, as careful programs do, and has the guard look once. */
  readonly replace: (text: string) => void;
  readonly look: () => void;
  readonly setClock: (instant: number) => void;
  readonly heard: () => readonly string[];
}

/** What becomes of a license file while an application runs: the right answer after one look, and the event that says so. */
export const fileCases: readonly BenchCase[] = [
  {
    name: 'takes up a renewed file with one look, and tells of it',
    check: (bench) =>
      withFile(bench, async ({ vendor, site, replace, setClock, heard }) => {
        replace(vendor.sign({ exp: issuedAt + 60 }));
        setClock(issuedAt + 60);
        assertRefusal(await site.get('example.com'), 'expired');
        assert.deepEqual(heard(), ['license-loaded 1', 'request-refused expired']);
        replace(vendor.sign({ gen: 2, exp: issuedAt + 60 * 86_400 }));
        assert.equal((await site.get('example.com')).status, 200);
        assert.deepEqual(heard(), ['license-loaded 2']);
      }),
  },
  {
    name: 'takes up a file for other hosts with one look',
    check: (bench) =>
      withFile(bench, async ({ vendor, site, replace }) => {
        replace(vendor.sign());
        assert.equal((await site.get('example.com')).status, 200);
        replace(vendor.sign({ gen: 2, domains: [{ name: 'example.org', scope: 'host' }] }));
        assertRefusal(await site.get('example.com'), 'wrong_host');
        assert.equal((await site.get('example.org')).status, 200);
      }),
  },
  {
    name: 'keeps the last good license when the file is replaced by a bad one, and tells why',
    check: (bench) => withFile(bench, keepsLastGood),
  },
  {
    name: 'keeps the last good license while a file is being written, and takes it up when it is whole',
    check: (bench) => withFile(bench, waitsForWhole),
  },
  {
    name: 'keeps the last good license when the file goes, and tells of it',
    check: (bench) =>
      withFile(bench, async ({ vendor, site, path, replace, look, heard }) => {
        replace(vendor.sign());
        rmSync(path);
        look();
        assert.equal((await site.get('example.com')).status, 200);
        assert.deepEqual(heard(), ['license-loaded 1', 'license-failed no_license']);
      }),
  },
  {
    name: 'asks for patience without a file, and says no when the only one is forged',
    check: (bench) =>
      withFile(bench, async ({ vendor, site, replace, heard }) => {
        assertRefusal(await site.get('example.com'), 'no_license');
        replace(forge(vendor.sign()));
        assertRefusal(await site.get('example.com'), 'bad_signature');
        replace(vendor.sign());
        assert.equal((await site.get('example.com')).status, 200);
        assert.deepEqual(heard(), [
          'request-refused no_license',
          'license-failed bad_signature',
          'request-refused bad_signature',
          'license-loaded 1',
        ]);
      }),
  },
];

/** Somebody else with keys of the same kind; made once, as it takes time. */
let stranger: TestVendor | undefined;

async function keepsLastGood({ vendor, site, replace, heard }: FileBench): Promise<void> {
  replace(vendor.sign({ gen: 2 }));
  heard();
  const bad = {
    malformed: 'not a license',
    bad_signature: forge(vendor.sign({ gen: 2 })),
    untrusted_key: (stranger ??= createTestVendor()).sign({ gen: 3 }),
    wrong_product: vendor.sign({ gen: 3, product: 'other' }),
    needs_newer_guard: vendor.sign({ gen: 3, must: ['moons'] }),
    older_document: vendor.sign({ gen: 1 }),
    no_license: 'x'.repeat(20_000),
  };
  for (const [code, text] of Object.entries(bad)) {
    replace(text);
    assert.equal((await site.get('example.com')).status, 200);
    assert.deepEqual(heard(), [`license-failed ${code}`]);
  }
  replace(vendor.sign({ gen: 3 }));
  assert.deepEqual(heard(), ['license-loaded 3']);
}

async function waitsForWhole(bench: FileBench): Promise<void> {
  const { vendor, site, path, replace, look, heard } = bench;
  replace(vendor.sign());
  heard();
  const text = vendor.sign({ gen: 2 });
  const cuts = Array.from({ length: 8 }, (_, index) => Math.floor((text.length * index) / 8));
  writeFileSync(path, '');
  for (const [index, cut] of [...cuts, text.length].entries()) {
    appendFileSync(path, text.slice(cuts[index - 1] ?? 0, cut));
    look();
    assert.equal((await site.get('example.com')).status, 200);
    const [event = '', ...others] = heard();
    assert.match(event, cut < text.length ? /^license-failed / : /^license-loaded 2$/);
    assert.deepEqual(others, []);
  }
}

/** Another feature under the same signature. */
function forge(license: string): string {
  const [header, payload = '', signature] = license.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
  const forged = JSON.stringify({ ...claims, features: ['reports', 'export'] });
  return [header, Buffer.from(forged).toString('base64url'), signature].join('.');
}

async function withFile(
  { start, vendor }: Bench,
  check: (bench: FileBench) => Promise<void>,
): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'licet-conformance-'));
  const path = join(directory, 'license.dat');
  const file = licenseFile(path);
  let now = issuedAt;
  const events: string[] = [];
  const onEvent = (event: GateEvent): void => void events.push(toSentence(event));
  try {
    const site = await start({ license: file, clock: () => now, onEvent });
    events.length = 0;
    const look = (): void => file.refresh();
    await check({
      ...{ vendor, site, path, look },
      setClock: (instant) => (now = instant),
      heard: () => events.splice(0),
      replace: (text) => {
        writeFileSync(`${path}.new`, text);
        renameSync(`${path}.new`, path);
        look();
      },
    });
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function toSentence(event: GateEvent): string {
  if (event.type === 'license-loaded') return `${event.type} ${event.generation}`;
  return 'code' in event ? `${event.type} ${event.code}` : event.type;
}
