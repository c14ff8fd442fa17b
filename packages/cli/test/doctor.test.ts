import { mkdir, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { systemClock } from '@licet/core';
import { licenseFile, licenseGate } from '@licet/express';
import express from 'express';
import { describe, expect, it, onTestFinished } from 'vitest';
import { licetJson, start } from './support/run-licet.js';
import { startServer } from './support/server.js';
import { env, signAnything, useVendor, type Folder } from './support/vendor.js';

const vendor = useVendor();
const day = 86_400;

/** What a healthy application says; a broken set-up changes one thing. */
const healthy = {
  '--license': 'license.dat',
  '--key': 'keys/root.pem',
  '--product': 'acme-shop',
  '--host': 'shop.example.com',
} as const;

type Options = Readonly<Record<string, string | undefined>>;

async function diagnose(folder: Folder, options: Options = {}) {
  const all: Options = { ...healthy, ...options };
  const given = Object.entries(all);
  const args = given.flatMap(([name, value]) => (value === undefined ? [] : [name, value]));
  const ran = await licetJson(['doctor', ...args], { cwd: folder.path, env });
  const found = ran.data.findings.filter(
    ({ verdict }) => verdict === 'failed' || verdict === 'warning',
  );
  expect(found.every(({ advice }) => advice)).toBe(true);
  expect(ran.code).toBe(found.some(({ verdict }) => verdict === 'failed') ? 20 : 0);
  return found.map(({ code }) => code);
}

interface Case {
  readonly cause: string;
  readonly options?: Options;
  readonly breakIt?: (folder: Folder, text: string) => Promise<unknown>;
}

const fileCases: readonly Case[] = [
  { cause: 'license_missing', breakIt: ({ path }) => rm(join(path, 'license.dat')) },
  {
    cause: 'license_is_directory',
    breakIt: async ({ path }) => {
      await rm(join(path, 'license.dat'));
      await mkdir(join(path, 'license.dat'));
    },
  },
  { cause: 'license_unreadable', options: { '--license': '/dev/null' } },
  { cause: 'license_empty', breakIt: (folder) => folder.write('license.dat', '\n') },
  {
    cause: 'license_too_large',
    breakIt: (folder) => folder.write('license.dat', 'x'.repeat(100_000)),
  },
  {
    cause: 'license_truncated',
    breakIt: (folder, text) => folder.write('license.dat', text.slice(0, 500)),
  },
  {
    cause: 'license_is_base64',
    breakIt: (folder, text) => folder.write('license.dat', Buffer.from(text).toString('base64')),
  },
  {
    cause: 'license_has_bom',
    breakIt: (folder, text) => folder.write('license.dat', `\ufeff${text}`),
  },
  {
    cause: 'license_has_bom',
    breakIt: (folder, text) => folder.write('license.dat', Buffer.from(`\ufeff${text}`, 'utf16le')),
  },
  {
    cause: 'license_has_line_breaks',
    breakIt: (folder, text) => folder.write('license.dat', `${text}\r\n\r\n`),
  },
  {
    cause: 'license_has_line_breaks',
    breakIt: (folder, text) =>
      folder.write(
        'license.dat',
        text.replaceAll(/.{76}/g, (line) => `${line}\r\n`),
      ),
  },
  {
    cause: 'license_is_html',
    breakIt: (folder) => folder.write('license.dat', '<!doctype html><h1>Sign in</h1>'),
  },
  {
    cause: 'license_is_json',
    breakIt: (folder) => folder.write('license.dat', '{"status":"success"}'),
  },
  {
    cause: 'license_is_key',
    breakIt: async (folder) =>
      folder.write('license.dat', await readFile(join(folder.path, 'keys', 'root.pem'))),
  },
  {
    cause: 'license_not_a_document',
    breakIt: (folder) => folder.write('license.dat', 'LICENSE 4711'),
  },
];

const documentCases: readonly Case[] = [
  { cause: 'wrong_product', options: { '--product': 'acme-blog' } },
  { cause: 'wrong_host', options: { '--host': 'other.test' } },
  { cause: 'www_or_apex', options: { '--host': 'www.shop.example.com' } },
  { cause: 'bad_host', options: { '--host': 'https://shop.example.com/' } },
  { cause: 'expired', breakIt: (folder) => folder.sign({ exp: start - day }) },
  {
    cause: 'in_grace',
    breakIt: (folder) => folder.sign({ exp: start - day, policy: { graceDays: 7 } }),
  },
  { cause: 'ends_soon', breakIt: (folder) => folder.sign({ exp: start + day }) },
  { cause: 'not_yet_valid', breakIt: (folder) => folder.sign({ nbf: start + day }) },
  { cause: 'clock_before_issue', options: { '--at': '2026-06-01' } },
  {
    cause: 'needs_newer_guard',
    breakIt: async (folder) => {
      const text = await signAnything(folder.path, { must: ['quantum'], quantum: 1 });
      await folder.write('license.dat', text);
    },
  },
  {
    cause: 'bad_signature',
    breakIt: (folder, text) => {
      const [header, payload, signature = ''] = text.split('.');
      const flipped = signature.startsWith('A') ? 'Q' : 'A';
      return folder.write('license.dat', `${header}.${payload}.${flipped}${signature.slice(1)}`);
    },
  },
  {
    cause: 'wrong_kind',
    breakIt: async (folder) => {
      const statement = await readFile(join(folder.path, 'keys', 'leaf.jwt'), 'utf8');
      await folder.write('license.dat', statement);
    },
  },
];

const keyCases: readonly Case[] = [
  { cause: 'key_unreadable', options: { '--key': 'nowhere.pem' } },
  {
    cause: 'private_key_pinned',
    options: { '--key': 'private.pem' },
    breakIt: (folder) =>
      folder.write('private.pem', '-----BEGIN PRIVATE KEY-----\nMII=\n-----END PRIVATE KEY-----\n'),
  },
  {
    cause: 'certificate_pinned',
    options: { '--key': 'cert.pem' },
    breakIt: (folder) =>
      folder.write('cert.pem', '-----BEGIN CERTIFICATE-----\nMII=\n-----END CERTIFICATE-----\n'),
  },
  {
    cause: 'key_malformed',
    options: { '--key': 'key.txt' },
    breakIt: (folder) => folder.write('key.txt', 'my key'),
  },
  {
    cause: 'untrusted_key',
    options: { '--key': 'other/root.pem' },
    breakIt: (folder) => folder.run(['keygen', '--bits', '2048', '--out', 'other']),
  },
];

const surroundingCases: readonly Case[] = [
  { cause: 'proxies_not_trusted', options: { '--behind': '10.0.0.5' } },
  {
    cause: 'proxies_not_trusted',
    options: { '--behind': '10.0.0.5', '--proxy': '192.168.0.0/16' },
  },
  { cause: 'proxies_malformed', options: { '--proxy': 'proxy.local' } },
  { cause: 'secret_key_in_app', options: { '--api-key': 'licet_sk_123456' } },
  { cause: 'server_unreachable', options: { '--server': 'http://127.0.0.1:1' } },
  { cause: 'server_unreachable', options: { '--server': 'licenses' } },
  { cause: 'app_unreachable', options: { '--app': 'http://127.0.0.1:1' } },
];

describe('licet doctor', () => {
  it('finds nothing wrong where nothing is', async () => {
    const folder = await vendor.open();
    await folder.sign();
    expect(await diagnose(folder)).toEqual([]);
    const behind = { '--behind': '10.0.0.5', '--proxy': '10.0.0.0/8' };
    expect(await diagnose(folder, behind)).toEqual([]);
  });

  it.each([...fileCases, ...documentCases, ...keyCases, ...surroundingCases])(
    'names $cause',
    async ({ cause, options, breakIt }) => {
      const folder = await vendor.open();
      const text = await folder.sign();
      await breakIt?.(folder, text);
      expect(await diagnose(folder, options)).toEqual([cause]);
    },
  );

  it('names each of several causes', async () => {
    const folder = await vendor.open();
    const text = await folder.sign({ exp: start - day });
    await folder.write('license.dat', `\ufeff${text}`);
    expect(await diagnose(folder, { '--host': 'other.test', '--product': 'x' })).toEqual([
      'license_has_bom',
      'wrong_product',
      'wrong_host',
      'expired',
    ]);
  });

  it('reads what stands in the code of the application', async () => {
    const folder = await vendor.open();
    await folder.sign();
    await folder.write('package.json', '{"dependencies":{"express":"5"}}');
    const pem = await readFile(join(folder.path, 'keys', 'root.pem'), 'utf8');
    const app = (product: string, extra = '') => `import { licenseFile } from '@licet/express';
const license = licenseGate({ product: '${product}', license: licenseFile('license.dat'),
  publicKeys: \`${pem}\`, trustedProxies: ['10.0.0.0/8'] });${extra}`;
    await folder.write('app.mjs', app('acme-shop'));
    const nothing = { '--license': undefined, '--key': undefined, '--product': undefined };
    expect(await diagnose(folder, { ...nothing, '--behind': '10.1.1.1' })).toEqual([]);
    await folder.write('app.mjs', app('acme-blog', "const key = 'licet_sk_abcdefghij';"));
    expect(await diagnose(folder, nothing)).toEqual(['wrong_product', 'secret_key_in_app']);
  });
});

describe('licet doctor with a server', () => {
  const sold = async () => {
    const server = await startServer(systemClock());
    const args = ['issue', '--product', 'acme-shop', '--domain', 'shop.example.com'];
    const { data } = await server.json([...args, '--out', 'license.dat']);
    await server.run(['keys', 'export', '--out', 'root.pem']);
    const look = async (apiKey: string, domainKey: string = data.key, now = systemClock()) => {
      const line = ['doctor', '--license', 'license.dat', '--key', 'root.pem'];
      const setting = { env: { LICET_API_KEY: apiKey }, now };
      const ran = await server.json([...line, '--domain-key', domainKey], setting);
      return ran.data.findings
        .filter(({ verdict }) => verdict === 'failed')
        .map(({ code }) => code);
    };
    return { server, id: data.id, look };
  };

  it('tells good keys from wrong, secret and foreign ones', async () => {
    const { server, look } = await sold();
    expect(await look(server.keys.client)).toEqual([]);
    expect(await look('licet_pk_wrong')).toEqual(['api_key_rejected']);
    expect(await look(server.keys.issue)).toEqual(['secret_key_in_app']);
    expect(await look(server.keys.client, 'OTHER12345')).toEqual(['wrong_domain_key']);
    expect(await look(server.keys.client, undefined, systemClock() + 3600)).toEqual([
      'clock_differs',
    ]);
  });

  it('never wears out the patience of the server for the customer', async () => {
    const server = await startServer(systemClock(), { guessesPerMinute: 3 });
    const args = ['--product', 'acme-shop', '--domain', 'a.example', '--domain-key', 'DOMAIN12345'];
    expect((await server.run(['licenses', 'create', ...args])).code).toBe(0);
    const env = { LICET_API_KEY: server.keys.client };
    for (let times = 0; times < 5; times += 1) {
      const ran = await server.json(['doctor'], { env });
      expect(ran.data.findings).toContainEqual(
        expect.objectContaining({ topic: 'API key', verdict: 'ok' }),
      );
    }
    const asked = await server.json(['doctor', '--domain-key', 'DOMAIN12345'], { env });
    expect(asked.data.findings).toContainEqual(
      expect.objectContaining({ topic: 'status', verdict: 'ok' }),
    );
  });

  it.each([
    ['suspend', 'license_suspended'],
    ['revoke', 'license_revoked'],
  ])('hears from the server of a license after %s', async (action, cause) => {
    const { server, id, look } = await sold();
    expect((await server.run(['licenses', action, id])).code).toBe(0);
    expect(await look(server.keys.client)).toEqual([cause]);
  });

  it('knows when what answers is no license server', async () => {
    const folder = await vendor.open();
    await folder.sign();
    const other = createServer((_request, response) => response.end('hello'));
    expect(await diagnose(folder, { '--server': await listen(other) })).toEqual(['not_licet']);
  });
});

describe('licet doctor with the application itself', () => {
  const startApp = async (folder: Folder, trustedProxies: readonly string[]) => {
    const publicKeys = await readFile(join(folder.path, 'keys', 'root.pem'), 'utf8');
    const license = licenseFile(join(folder.path, 'license.dat'));
    const guard = licenseGate({
      product: 'acme-shop',
      license,
      publicKeys,
      trustedProxies,
      clock: () => start,
      onEvent: () => undefined,
    });
    onTestFinished(() => guard.close());
    const app = express();
    app.use(guard);
    app.use((_request, response) => void response.send('served'));
    return listen(createServer(app));
  };

  it.each([
    [[], ['proxies_not_trusted']],
    [['127.0.0.1'], []],
  ])('sees whether one that trusts %j believes a proxy', async (trusted, causes) => {
    const folder = await vendor.open();
    await folder.sign();
    const url = await startApp(folder, trusted);
    expect(await diagnose(folder, { '--app': url })).toEqual(causes);
  });

  it('sees that it refuses, and that it has no license', async () => {
    const folder = await vendor.open();
    await folder.sign();
    const url = await startApp(folder, []);
    const refused = await diagnose(folder, { '--app': url, '--host': 'other.test' });
    expect(refused).toEqual(['wrong_host', 'app_refuses']);
    await rm(join(folder.path, 'license.dat'));
    const empty = await startApp(folder, []);
    expect(await diagnose(folder, { '--app': empty })).toEqual([
      'license_missing',
      'app_without_license',
    ]);
  });
});

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
