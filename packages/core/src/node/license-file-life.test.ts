import { appendFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { issuedAt, makeVendor } from '../../test/vendor.js';
import type { GateEvent } from '../gate-events.js';
import { createGate, type Gate } from '../gate.js';
import { licenseFile } from './license-file.js';

const vendor = makeVendor();
const stranger = makeVendor();
let folder: string;
let path: string;
let gate: Gate;
let now: number;
let events: GateEvent[];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  folder = mkdtempSync(join(tmpdir(), 'licet-'));
  path = join(folder, 'license.dat');
  now = issuedAt;
  events = [];
  writeFileSync(path, vendor.license({ exp: issuedAt + 60 }));
  gate = createGate({
    product: 'acme-shop',
    license: licenseFile(path),
    publicKeys: vendor.root.pem,
    clock: () => now,
    onEvent: (event) => events.push(event),
  });
});

afterEach(() => {
  gate.close();
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

function replace(text: string): void {
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

/** What the gate tells after half a second and no more, the time from one poll to the next. */
async function hearAfterOnePoll(): Promise<GateEvent | undefined> {
  events.length = 0;
  vi.advanceTimersByTime(500);
  while (events.length === 0) await setImmediate();
  return events[0];
}

function ask(): string {
  const decision = gate.check({
    rawHeaders: ['Host', 'example.com'],
    url: '/',
    method: 'GET',
    remoteAddress: '203.0.113.9',
    localAddress: '203.0.113.1',
  });
  return decision.allowed ? 'allowed' : decision.code;
}

describe('a gate that watches a file', () => {
  it('goes by a renewed license half a second later', async () => {
    now = issuedAt + 60;
    expect(ask()).toBe('expired');
    replace(vendor.license({ gen: 2, exp: issuedAt + 120 }));
    expect(await hearAfterOnePoll()).toEqual({
      type: 'license-loaded',
      licenseId: 'lic_1',
      generation: 2,
      expiresAt: issuedAt + 120,
    });
    expect(ask()).toBe('allowed');
  });

  it.each([
    ['forged', 'bad_signature', () => `${vendor.license().slice(0, -4)}AAAA`],
    ['signed by somebody else', 'untrusted_key', () => stranger.license({ gen: 2 })],
    ['cut short', 'malformed', () => vendor.license({ gen: 2 }).slice(0, 500)],
    ['empty', 'malformed', () => ''],
  ])('tells half a second later of a file that is %s, and goes on', async (_, code, text) => {
    replace(text());
    expect(await hearAfterOnePoll()).toMatchObject({ type: 'license-failed', code });
    expect(ask()).toBe('allowed');
    now = issuedAt + 60;
    expect(ask()).toBe('expired');
  });

  it('tells half a second later of a file that is gone, and goes on', async () => {
    rmSync(path);
    expect(await hearAfterOnePoll()).toMatchObject({ type: 'license-failed', code: 'no_license' });
    expect(ask()).toBe('allowed');
  });

  it('takes up a file that is written in place when it is whole', async () => {
    const text = vendor.license({ gen: 2 });
    writeFileSync(path, text.slice(0, 1000));
    expect(await hearAfterOnePoll()).toMatchObject({ type: 'license-failed' });
    expect(ask()).toBe('allowed');
    appendFileSync(path, text.slice(1000));
    expect(await hearAfterOnePoll()).toMatchObject({ type: 'license-loaded', generation: 2 });
    expect(ask()).toBe('allowed');
  });
});
