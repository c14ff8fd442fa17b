import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { licenseFile } from './license-file.js';

let folder: string;
let path: string;
let stop: () => void;
let told: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'licet-'));
  path = join(folder, 'license.dat');
  told = [];
  stop = () => undefined;
});

afterEach(() => {
  stop();
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

function watch(): ReturnType<typeof licenseFile> {
  const file = licenseFile(path);
  stop = file.start({
    deliver: (text) => {
      told.push(`text ${text}`);
      return { ok: false, code: 'malformed', detail: '' };
    },
    fail: (detail) => told.push(detail),
    remove: (name) => told.push(`removed ${name}`),
    seen: () => undefined,
    listsInUse: () => [],
    deliverStatusList: () => ({ ok: false, code: 'malformed', detail: '' }),
    deliverTrustList: () => ({ ok: false, code: 'malformed', detail: '' }),
    failList: (name) => told.push(name),
  });
  return file;
}

function replace(text: string): void {
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

describe('licenseFile', () => {
  it('delivers what is there before start returns', () => {
    writeFileSync(path, 'one');
    watch();
    expect(told).toEqual(['text one']);
  });

  it.each([
    ['one\n', 'one'],
    ['one\r\n', 'one'],
    ['one\n\n', 'one\n'],
    [' one ', ' one '],
    ['', ''],
  ])('strips one line end from %j and nothing else', (content, text) => {
    writeFileSync(path, content);
    watch();
    expect(told).toEqual([`text ${text}`]);
  });

  it('delivers a replaced file once, also when its size and time are the same', () => {
    writeFileSync(path, 'one');
    const file = watch();
    replace('two');
    file.refresh();
    file.refresh();
    expect(told).toEqual(['text one', 'text two']);
  });

  it('reports a missing file once, and the file when it comes', () => {
    const file = watch();
    file.refresh();
    replace('one');
    file.refresh();
    rmSync(path);
    file.refresh();
    const missing = 'The license file cannot be read (ENOENT).';
    expect(told).toEqual([missing, 'text one', missing]);
  });

  it('reports what is too large, a folder, and a pipe that nobody writes to', () => {
    writeFileSync(path, 'x'.repeat(16_387));
    const file = watch();
    path = folder;
    watch();
    path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    watch();
    file.refresh();
    expect(told).toEqual([
      'The license file is larger than any license.',
      'The license path does not name a file.',
      'The license path does not name a file.',
    ]);
  });

  it('is looked at while it is watched, and no more when it is not', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    watch();
    replace('one');
    vi.advanceTimersByTime(500);
    await vi.waitFor(() => {
      expect(told).toContain('text one');
    });
    stop();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('refuses options that cannot be meant', () => {
    expect(() => licenseFile('')).toThrow('path');
    expect(() => licenseFile('x', { pollMilliseconds: 0 })).toThrow('pollMilliseconds');
    expect(() => licenseFile('x', { pollMilliseconds: Number.NaN })).toThrow('pollMilliseconds');
  });
});
