import { describe, expect, it, onTestFinished } from 'vitest';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from './config.js';
import { createMasterKey } from './secrets/master-key.js';

const presets = {
  host: '127.0.0.1',
  port: 8080,
  dataDir: './data',
  databaseUrl: undefined,
  publicUrl: undefined,
  masterKey: undefined,
  ratePerAddress: 120_000,
  ratePerKey: 120_000,
  guessesPerMinute: 10,
  maxRequests: 2048,
  metricsToken: undefined,
  drainSeconds: 0,
  logLevel: 'info',
};

describe('readConfig', () => {
  it('has a default for everything', () => {
    expect(readConfig({})).toMatchObject({ ok: true, config: presets });
  });

  it('takes an empty variable for one that is not set', () => {
    const names = ['HOST', 'PORT', 'LICET_DATA_DIR', 'LICET_PUBLIC_URL', 'LICET_MASTER_KEY'];
    const more = ['DATABASE_URL', 'LICET_TRUSTED_PROXIES', 'LICET_LOG_LEVEL'];
    const env = Object.fromEntries([...names, ...more].map((name) => [name, '']));
    expect(readConfig(env)).toMatchObject({ ok: true, config: presets });
  });

  it('reads what is set', () => {
    const masterKey = createMasterKey();
    const reading = readConfig({
      HOST: '::1',
      PORT: '0',
      LICET_DATA_DIR: '/var/lib/licet',
      DATABASE_URL: 'postgresql://licet:p%40ss@db.example.com:5433/licet?sslmode=verify-full',
      LICET_PUBLIC_URL: 'https://licenses.example.com/',
      LICET_MASTER_KEY: masterKey.text,
      LICET_TRUSTED_PROXIES: '10.0.0.0/8, unix',
      LICET_RATE_PER_ADDRESS: '6000',
      LICET_RATE_PER_KEY: '0',
      LICET_GUESSES_PER_MINUTE: '20',
      LICET_MAX_REQUESTS: '1000',
      LICET_METRICS_TOKEN: 'read-the-metrics',
      LICET_DRAIN_SECONDS: '5',
      LICET_LOG_LEVEL: 'warn',
    });
    expect(reading).toMatchObject({
      ok: true,
      config: {
        host: '::1',
        port: 0,
        dataDir: '/var/lib/licet',
        databaseUrl: 'postgresql://licet:p%40ss@db.example.com:5433/licet?sslmode=verify-full',
        publicUrl: 'https://licenses.example.com',
        masterKey,
        ratePerAddress: 6000,
        ratePerKey: 0,
        guessesPerMinute: 20,
        maxRequests: 1000,
        metricsToken: 'read-the-metrics',
        drainSeconds: 5,
        logLevel: 'warn',
      },
    });
    const trusts = (address: string | undefined) =>
      reading.ok && reading.config.trustedProxies.trusts(address);
    expect([trusts('10.1.2.3'), trusts(undefined), trusts('192.0.2.1')]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it.each([
    ['HOST', 'a b'],
    ['PORT', '-1'],
    ['PORT', '65536'],
    ['PORT', '80.5'],
    ['PORT', '0x50'],
    ['PORT', ' 80'],
    ['LICET_DATA_DIR', 'a\0b'],
    ['LICET_PUBLIC_URL', 'licenses.example.com'],
    ['LICET_PUBLIC_URL', 'ftp://licenses.example.com'],
    ['LICET_PUBLIC_URL', 'https://user:secret@licenses.example.com'],
    ['LICET_PUBLIC_URL', 'https://licenses.example.com/?key=1'],
    ['LICET_MASTER_KEY', 'licet_mk_abc'],
    ['LICET_MASTER_KEY', `${createMasterKey().text}x`],
    ['DATABASE_URL', 'localhost:5432/my-shop'],
    ['DATABASE_URL', 'mysql://localhost/licet'],
    ['DATABASE_URL', 'postgres://localhost'],
    ['DATABASE_URL', 'postgres://localhost/'],
    ['DATABASE_URL', 'postgres:///licet'],
    ['DATABASE_URL', 'postgres://user:p%zz@localhost/licet'],
    ['DATABASE_URL', 'postgres://user:pass word@localhost:x/licet'],
    ['LICET_TRUSTED_PROXIES', '10.0.0.0/8,proxy.example.com'],
    ['LICET_TRUSTED_PROXIES', '10.0.0.0/33'],
    ['LICET_RATE_PER_ADDRESS', '-1'],
    ['LICET_RATE_PER_ADDRESS', '1e3'],
    ['LICET_RATE_PER_KEY', '1000000001'],
    ['LICET_RATE_PER_KEY', 'unlimited'],
    ['LICET_GUESSES_PER_MINUTE', '0.5'],
    ['LICET_MAX_REQUESTS', '0'],
    ['LICET_MAX_REQUESTS', '1000001'],
    ['LICET_METRICS_TOKEN', 'too-short'],
    ['LICET_METRICS_TOKEN', 'with a space in it'],
    ['LICET_DRAIN_SECONDS', '301'],
    ['LICET_DRAIN_SECONDS', '-1'],
    ['LICET_LOG_LEVEL', 'verbose'],
  ])('refuses %s=%s by name, without repeating the value', (name, text) => {
    const reading = readConfig({ [name]: text });
    expect(reading).toEqual({ ok: false, detail: expect.stringMatching(`^${name} must be `) });
    if (/KEY$|TOKEN$|^DATABASE/.test(name)) {
      expect(JSON.stringify(reading)).not.toContain(JSON.stringify(text).slice(1, -1));
    }
  });
});

describe('a secret in a file', () => {
  const write = async (text: string) => {
    const folder = await mkdtemp(join(tmpdir(), 'licet-config-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const file = join(folder, 'secret');
    await writeFile(file, text);
    return file;
  };

  it('is read as if it stood in the variable, with or without an end of line', async () => {
    const masterKey = createMasterKey();
    const reading = readConfig({
      LICET_MASTER_KEY_FILE: await write(`${masterKey.text}\n`),
      DATABASE_URL_FILE: await write('postgres://u:p@h/x'),
      LICET_METRICS_TOKEN_FILE: await write('read-the-metrics\r\n'),
    });
    const config = {
      masterKey,
      databaseUrl: 'postgres://u:p@h/x',
      metricsToken: 'read-the-metrics',
    };
    expect(reading).toMatchObject({ ok: true, config });
  });

  it('is refused when it is not there, empty, not right, or given twice, and never repeated', async () => {
    const detailOf = (env: NodeJS.ProcessEnv) => {
      const reading = readConfig(env);
      return reading.ok ? '' : reading.detail;
    };
    const file = await write('canary');
    expect(detailOf({ LICET_MASTER_KEY_FILE: '/nonexistent' })).toMatch(
      /^LICET_MASTER_KEY_FILE cannot be read: ENOENT/,
    );
    expect(detailOf({ DATABASE_URL_FILE: await write('\n') })).toBe(
      'DATABASE_URL_FILE names an empty file.',
    );
    expect(detailOf({ DATABASE_URL_FILE: file })).toMatch(/^DATABASE_URL must be .*(?<!canary.)$/);
    expect(detailOf({ DATABASE_URL_FILE: file, DATABASE_URL: 'x' })).toContain('both set');
  });
});
