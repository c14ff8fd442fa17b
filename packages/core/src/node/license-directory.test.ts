import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { issuedAt, makeVendor } from '../../test/vendor.js';
import type { GateEvent } from '../gate-events.js';
import { createGate, type Gate } from '../gate.js';
import { licenseDirectory } from './license-directory.js';

const vendor = makeVendor();
let folder: string;
let path: string;
let gate: Gate | undefined;
let events: GateEvent[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'licet-'));
  path = join(folder, 'licenses');
  mkdirSync(path);
  events = [];
});

afterEach(() => {
  gate?.close();
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

/** Replaces or adds a file as careful programs do. */
function put(name: string, text: string): void {
  writeFileSync(join(folder, 'new'), text);
  renameSync(join(folder, 'new'), join(path, name));
}

function tenant(id: string, ...domains: (readonly [name: string, scope: string])[]): string {
  return vendor.license({ sub: id, domains: domains.map(([name, scope]) => ({ name, scope })) });
}

function open(): () => void {
  const directory = licenseDirectory(path);
  gate = createGate({
    product: 'acme-shop',
    license: directory,
    publicKeys: vendor.root.pem,
    clock: () => issuedAt,
    onEvent: (event) => events.push(event),
  });
  return () => directory.refresh();
}

function ask(host: string): string {
  const decision = gate?.check({
    rawHeaders: ['Host', host],
    url: '/',
    method: 'GET',
    remoteAddress: '203.0.113.9',
    localAddress: '203.0.113.1',
  });
  return decision?.allowed ? decision.access.licenseId : String(decision?.code);
}

describe('licenseDirectory', () => {
  it('serves each host by its own license', () => {
    put('a.dat', tenant('lic_a', ['a.test', 'host+www']));
    put('b.lic', tenant('lic_b', ['b.test', 'subdomains'], ['192.0.2.7', 'host']));
    put('c.dat', tenant('lic_c', ['c.b.test', 'one-label']));
    put('notes.txt', 'not a license');
    put('.hidden.dat', 'not a license');
    open();
    expect(events.map(({ type }) => type)).toEqual(Array(3).fill('license-loaded'));
    const hosts = ['a.test', 'www.a.test', 'x.y.b.test', '192.0.2.7', 'x.c.b.test', 'c.b.test'];
    expect(hosts.map(ask)).toEqual(['lic_a', 'lic_a', 'lic_b', 'lic_b', 'lic_c', 'lic_b']);
    const others = ['b.test', 'x.a.test', 'evil-a.test', 'test', 'a.test.evil.test', '192.0.2.8'];
    expect(others.map(ask)).toEqual(others.map(() => 'wrong_host'));
    expect(gate?.status()).toMatchObject({ licenses: 3, license: undefined });
  });

  it('takes up what is added, replaced and removed', () => {
    put('a.dat', tenant('lic_a', ['a.test', 'host']));
    const refresh = open();
    put('b.dat', tenant('lic_b', ['b.test', 'host']));
    put('a.dat', tenant('lic_a2', ['a.test', 'host']));
    refresh();
    expect(['a.test', 'b.test'].map(ask)).toEqual(['lic_a2', 'lic_b']);
    rmSync(join(path, 'a.dat'));
    refresh();
    expect(['a.test', 'b.test'].map(ask)).toEqual(['wrong_host', 'lic_b']);
    expect(events).toContainEqual({ type: 'license-removed', licenseId: 'lic_a2' });
  });

  it('keeps the last good license of a file that went bad, and says which file it is', () => {
    put('a.dat', tenant('lic_a', ['a.test', 'host']));
    put('b.dat', tenant('lic_b', ['b.test', 'host']));
    const refresh = open();
    put('a.dat', 'forged');
    refresh();
    expect(ask('a.test')).toBe('lic_a');
    expect(events.at(-1)).toMatchObject({
      type: 'license-failed',
      code: 'malformed',
      detail: expect.stringMatching(/^a\.dat: /),
    });
  });

  it('goes on with what it has when the directory cannot be read', () => {
    put('a.dat', tenant('lic_a', ['a.test', 'host']));
    const refresh = open();
    renameSync(path, `${path}.away`);
    refresh();
    refresh();
    expect(ask('a.test')).toBe('lic_a');
    const failures = events.filter(({ type }) => type === 'license-failed');
    expect(failures[0]).toMatchObject({
      detail: 'The license directory cannot be read (ENOENT).',
    });
  });

  it('asks for patience while it is empty', () => {
    const refresh = open();
    expect(ask('a.test')).toBe('no_license');
    put('a.dat', tenant('lic_a', ['a.test', 'host']));
    refresh();
    expect(ask('a.test')).toBe('lic_a');
  });

  it('is looked at while it is used: new files at the next poll, files written in place in some more', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    put('a.dat', tenant('lic_a', ['a.test', 'host']));
    open();
    const until = async (host: string, license: string): Promise<void> => {
      await vi.waitFor(() => {
        vi.advanceTimersByTime(500);
        expect(ask(host)).toBe(license);
      });
    };
    put('b.dat', tenant('lic_b', ['b.test', 'host']));
    await until('b.test', 'lic_b');
    writeFileSync(join(path, 'a.dat'), tenant('lic_a2', ['a.test', 'host']));
    await until('a.test', 'lic_a2');
    gate?.close();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('finds each license among hundreds', () => {
    const stopped = createGate({
      product: 'acme-shop',
      publicKeys: vendor.root.pem,
      clock: () => issuedAt,
      onEvent: () => undefined,
      license: {
        start: (receiver) => {
          for (let index = 0; index < 300; index++) {
            receiver.deliver(tenant(`lic_${index}`, [`t${index}.test`, 'host+www']), `${index}`);
          }
          return () => undefined;
        },
      },
    });
    gate = stopped;
    for (let index = 0; index < 300; index++) {
      expect(ask(`www.t${index}.test`)).toBe(`lic_${index}`);
    }
    expect(ask('t300.test')).toBe('wrong_host');
  });
});
