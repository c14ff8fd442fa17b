import { readFile, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parseMasterKey } from '../src/secrets/master-key.js';
import { createPlace, type TestPlace } from './support/place.js';
import { createFolder, startProgram, type Run } from './support/program.js';

const secretKey = /licet_sk_[A-Za-z0-9]{36}/g;
const publishableKey = /licet_pk_[A-Za-z0-9]{36}/g;
const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

async function placeFor(kind: 'seeded' | 'empty'): Promise<TestPlace> {
  const place = await createPlace(kind);
  onTestFinished(() => place.remove());
  return place;
}
const seeded = async () => (await placeFor('seeded')).env;

async function firstKeyOf(run: Run): Promise<{ address: string; key: string }> {
  const address = await run.address;
  // The keys follow the address in the same breath.
  while (!run.stdout().includes('domainlic')) await sleep(5);
  return { address, key: run.stdout().match(secretKey)![0] };
}

const call = (address: string, key: string, path: string, body?: object) =>
  fetch(address + path, {
    headers: { 'x-api-key': key, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
  });

describe('the first start', () => {
  it('of two servers at once makes one set of keys, which one of them prints', async () => {
    const { env } = await placeFor('empty');
    const runs = [1, 2].map(() => startProgram([], env));
    const addresses = await Promise.all(runs.map((run) => run.address));
    const issuers = await Promise.all(
      addresses.map(async (address) => (await fetch(`${address}/.well-known/jwks.json`)).text()),
    );
    expect(issuers[0]).toBe(issuers[1]);
    expect(JSON.parse(issuers[0]!).keys).toHaveLength(3);
    while (!runs.some((run) => run.stdout().includes('domainlic'))) await sleep(5);
    const printed = runs.map((run) => new Set(run.stdout().match(secretKey)).size);
    expect(printed.sort()).toEqual([0, 1]);
  });

  it('prints two keys and two commands that work as they stand', async () => {
    const run = startProgram([], await seeded());
    await firstKeyOf(run);
    expect(new Set(run.stdout().match(publishableKey)).size).toBe(1);
    const commands = run
      .stdout()
      .split('\n')
      .filter((line) => line.startsWith('curl '));
    expect(commands).toHaveLength(2);
    for (const [index, command] of commands.entries()) {
      const [, url] = /^curl -sS (\S+)/.exec(command)!;
      const headers = [...command.matchAll(/-H '([^:]+): ([^']+)'/g)].map(([, name, value]) => [
        name!,
        value!,
      ]);
      const [, body] = /-d '([^']+)'$/.exec(command)!;
      const answer = await fetch(url!, {
        method: 'POST',
        headers: Object.fromEntries(headers) as Record<string, string>,
        body: body!,
      });
      expect(answer.status).toBe(index === 0 ? 201 : 200);
    }
  });

  it('is not spent by a key that is created before it, and happens once', async () => {
    const env = await seeded();
    const created = startProgram(['keys', 'create', '--scope', 'client'], env);
    expect(await created.exit).toBe(0);
    const first = startProgram(['serve'], env);
    await firstKeyOf(first);
    first.signal('SIGTERM');
    expect(await first.exit).toBe(0);
    const second = startProgram(['serve'], env);
    await second.address;
    second.signal('SIGTERM');
    await second.exit;
    expect(second.stdout()).toMatch(/^Licet \S+ answers at http:\/\/127\.0\.0\.1:\d+\n$/);
  });
});

describe('console invite', () => {
  const accept = (link: string, email: string) => {
    const url = new URL(link);
    const token = url.hash.replace('#/welcome/', '');
    return fetch(`${url.origin}/console/api/accept-invitation`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token, email, name: 'Ada', password: 'correct horse battery' }),
    });
  };

  it('prints a link that a running server takes, like that of the first start', async () => {
    const env = await seeded();
    const server = startProgram([], env);
    const { address } = await firstKeyOf(server);
    const [first] = /http\S+#\/welcome\/[\w-]{43}(?=\n)/.exec(server.stdout())!;
    expect(first.startsWith(`${address}/console/#/welcome/`)).toBe(true);
    expect((await accept(first, 'ada@example.com')).status).toBe(200);
    const run = startProgram(['console', 'invite'], { ...env, PORT: new URL(address).port });
    expect(await run.exit).toBe(0);
    expect(run.stdout()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/console\/#\/welcome\/[\w-]{43}\n$/);
    expect((await accept(run.stdout().trim(), 'grace@example.com')).status).toBe(200);
    expect((await accept(run.stdout().trim(), 'mallory@example.com')).status).toBe(404);
  });

  it('leads to the public address where there is one', async () => {
    const publicUrl = 'https://licenses.example.com/licet';
    const env = await seeded();
    const run = startProgram(['console', 'invite'], { ...env, LICET_PUBLIC_URL: publicUrl });
    expect(await run.exit).toBe(0);
    expect(run.stdout().startsWith(`${publicUrl}/console/#/welcome/`)).toBe(true);
  });
});

describe('keys create', () => {
  it('prints one key and nothing else, which a running server takes at once', async () => {
    const env = await seeded();
    const server = startProgram([], env);
    const address = await server.address;
    const run = startProgram(['keys', 'create', '--scope', 'admin', '--name', 'script'], env);
    expect(await run.exit).toBe(0);
    expect(run.stdout()).toMatch(/^licet_sk_[A-Za-z0-9]{36}\n$/);
    expect(run.stderr()).toBe('');
    expect((await call(address, run.stdout().trim(), '/v1/products')).status).toBe(200);
  });

  it('binds a key to a product that exists', async () => {
    const env = await seeded();
    const args = ['keys', 'create', '--scope', 'issue', '--product', 'nothing'];
    const run = startProgram(args, env);
    expect(await run.exit).toBe(1);
    expect([run.stdout(), run.stderr().split('\n').length]).toEqual(['', 2]);
  });
});

describe('signing-keys', () => {
  it('rotate beside a running server, which signs with the new key at once', async () => {
    const env = await seeded();
    const server = startProgram([], env);
    const { address, key } = await firstKeyOf(server);
    const sell = async (domainkey: string) => {
      const sale = { scriptname: 'x', domainname: 'example.com', domainkey };
      await call(address, key, '/gen/LicenseGen/generate/domainlic', sale);
      const answer = await call(address, key, '/web/LicenseWeb/activate/domainlic', sale);
      const { licenseFileBase64 } = (await answer.json()) as { licenseFileBase64: string };
      const [header] = Buffer.from(licenseFileBase64, 'base64').toString().split('.');
      return JSON.parse(Buffer.from(header!, 'base64url').toString()).kid as string;
    };
    await call(address, key, '/v1/products', { code: 'x', name: 'X' });
    const before = await sell('K1');
    const rotation = startProgram(['signing-keys', 'rotate', '--use', 'license'], env);
    expect(await rotation.exit).toBe(0);
    const after = await sell('K2');
    expect(after).not.toBe(before);
    expect(rotation.stdout()).toBe(`${after}\n`);
  });

  it('export a key store for its owner alone, and never over another file', async () => {
    const env = await seeded();
    const rotation = startProgram(['signing-keys', 'rotate', '--use', 'status'], env);
    await rotation.exit;
    const out = join(await createFolder(), 'leaf.p12');
    const args = ['signing-keys', 'export', '--kid', rotation.stdout().trim(), '--out', out];
    const run = startProgram(args, env);
    expect(await run.exit).toBe(0);
    expect(run.stdout()).toBe('');
    const [, passphrase] = /: (\S+)\n$/.exec(run.stderr())!;
    const { openPkcs12 } = await import('@licet/issuer');
    const { key, certificates } = await openPkcs12(await readFile(out), passphrase!);
    expect(key.publicKey.thumbprint).toBe(rotation.stdout().trim());
    expect(certificates).toHaveLength(2);
    expect(await modeOf(out)).toBe('600');
    expect(await startProgram(args, env).exit).toBe(1);
  });
});

describe('a stop', () => {
  it('finishes the request that is under way', async () => {
    const run = startProgram([], await seeded());
    const { address, key } = await firstKeyOf(run);
    const body = JSON.stringify({ code: 'slow', name: 'Slow' });
    const socket = connect(Number(new URL(address).port), '127.0.0.1');
    let received = '';
    socket.on('data', (chunk) => (received += chunk.toString()));
    const closed = new Promise((resolve) => socket.on('close', resolve));
    socket.write(
      `POST /v1/products HTTP/1.1\r\nHost: x\r\nX-Api-Key: ${key}\r\nContent-Type: application/json\r\n` +
        `Content-Length: ${String(body.length)}\r\n\r\n${body.slice(0, 5)}`,
    );
    await fetch(`${address}/healthz`);
    run.signal('SIGTERM');
    while (!(await isRefused(address))) await sleep(5);
    socket.write(body.slice(5));
    await closed;
    expect(received).toMatch(/^HTTP\/1.1 201 /);
    expect(await run.exit).toBe(0);
  });

  it('that is asked for twice happens at once', async () => {
    const run = startProgram([], await seeded());
    const address = await run.address;
    const socket = connect(Number(new URL(address).port), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n');
    await fetch(`${address}/healthz`);
    run.signal('SIGINT');
    while (!(await isRefused(address))) await sleep(5);
    run.signal('SIGINT');
    expect(await run.exit).toBe(130);
    socket.destroy();
  });
});

async function isRefused(address: string): Promise<boolean> {
  return fetch(address, { headers: { connection: 'close' } }).then(
    () => false,
    () => true,
  );
}

it('master-key create prints a new key, whatever is set', async () => {
  const env = { DATABASE_URL: 'postgres://u:canary@h/x' };
  const runs = [1, 2].map(() => startProgram(['master-key', 'create'], env));
  expect(await Promise.all(runs.map(({ exit }) => exit))).toEqual([0, 0]);
  const [one, two] = runs.map(({ stdout }) => stdout());
  expect(parseMasterKey(one!.replace('\n', ''))).toBeDefined();
  expect(one).not.toBe(two);
});

it('--help tells how to use it', async () => {
  const run = startProgram(['--help'], {});
  expect(await run.exit).toBe(0);
  expect(run.stdout()).toContain('keys create --scope admin|issue|client');
});
