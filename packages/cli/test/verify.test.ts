import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DomainLicenseClaims } from '@licet/core';
import { describe, expect, it } from 'vitest';
import { signAnything, useVendor, type Folder } from './support/vendor.js';
import { start, type JsonAnswer } from './support/run-licet.js';

const vendor = useVendor();
const key = ['--key', 'keys/root.pem'];
const good = ['verify', 'license.dat', ...key, '--product', 'acme-shop'];
const host = ['--host', 'shop.example.com'];
const day = 86_400;

describe('licet verify', () => {
  it('accepts what licet issue signed, in each of the forms in which it travels', async () => {
    const folder = await vendor.open();
    await issue(folder, '--domain', 'shop.example.com');
    expect((await folder.run([...good, ...host])).code).toBe(0);
    const text = await readFile(join(folder.path, 'license.dat'), 'utf8');
    const stdin = Buffer.from(text.trim()).toString('base64');
    const piped = ['verify', '-', ...good.slice(2), ...host];
    expect((await folder.run(piped, { stdin })).code).toBe(0);
    for (const file of ['keys/root.jwk.json', 'keys/root.xml']) {
      const args = ['verify', 'license.dat', '--key', file, '--product', 'acme-shop', ...host];
      expect((await folder.run(args)).code).toBe(0);
    }
  });

  it.each([
    ['single-user', ['--computer', 'PC-1'], ['--computer', 'PC-1'], ['--computer', 'PC-2']],
    ['single-user', ['--site', 'S-1'], ['--site', 'S-1'], ['--computer', 'S-1']],
    ['activation', ['--computer', 'PC-1'], ['--computer', 'PC-1'], ['--computer', 'PC-2']],
    [
      'network',
      ['--server-path', String.raw`C:\Acme`, '--seats', '5'],
      ['--server-path', 'c:/acme/'],
      ['--server-path', 'c:/acme', '--seats', '6'],
    ],
    [
      'token',
      ['--identifier', 'me', '--valid-to', '2026-08-01'],
      ['--identifier', 'me'],
      ['--identifier', 'you'],
    ],
  ])('tells whether a %s license is for whoever holds it', async (kind, terms, own, other) => {
    const folder = await vendor.open();
    await issue(folder, '--kind', kind, ...terms);
    expect(await folder.run([...good, ...own])).toMatchObject({ code: 0, stderr: '' });
    expect(await folder.run([...good, ...other])).toMatchObject({ code: 14 });
  });

  const refusals: readonly [
    code: number,
    reason: string,
    text: string | undefined,
    claims: Partial<DomainLicenseClaims>,
    args: readonly string[],
  ][] = [
    [10, 'malformed', 'no license', {}, []],
    [13, 'wrong_product', undefined, { product: 'other' }, []],
    [14, 'wrong_host', undefined, {}, ['--host', 'other.test']],
    [14, 'bad_host', undefined, {}, ['--host', 'no host']],
    [15, 'not_yet_valid', undefined, { nbf: start + day }, []],
    [15, 'clock_rolled_back', undefined, {}, ['--at', '2026-06-01']],
    [16, 'expired', undefined, { exp: start - day }, []],
    [16, 'stale', undefined, { policy: { offlineDays: 3 } }, ['--at', '2026-07-10']],
    [17, 'feature_missing', undefined, { features: ['a'] }, ['--feature', 'b']],
    [14, 'wrong_key', undefined, { key: 'A'.repeat(43) }, ['--domain-key', 'DOMAIN12345']],
  ];
  it.each(refusals)('ends with %i for %s', async (code, reason, text, claims, args) => {
    const folder = await vendor.open();
    if (text === undefined) await folder.sign(claims);
    else await folder.write('license.dat', text);
    const line = args.includes('--host') ? [...good, ...args] : [...good, ...host, ...args];
    const ran = await folder.run([...line, '--json']);
    expect(ran.code).toBe(code);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      ok: false,
      data: { valid: false },
      error: { code: reason, exitCode: code },
    });
  });

  it('ends with 11 for the key of another vendor and for an altered license', async () => {
    const [folder, text] = await signed();
    const other = await folder.run(['keygen', '--bits', '2048', '--out', 'other']);
    expect(other.code).toBe(0);
    const args = ['verify', 'license.dat', '--key', 'other/root.pem', '--product', 'acme-shop'];
    expect((await folder.run([...args, ...host])).code).toBe(11);
    const [header, , signature] = text.split('.');
    const forged = Buffer.from('{"product":"acme-shop"}').toString('base64url');
    await folder.write('license.dat', [header, forged, signature].join('.'));
    expect((await folder.run([...good, ...host])).code).toBe(11);
  });

  it('ends with 12 for a license that demands what this version does not know', async () => {
    const folder = await vendor.open();
    await folder.write('license.dat', await signAnything(folder.path, { must: ['policy'] }));
    expect((await folder.run([...good, ...host])).code).toBe(0);
    const tomorrow = await signAnything(folder.path, { must: ['quantum'], quantum: 1 });
    await folder.write('license.dat', tomorrow);
    expect((await folder.run([...good, ...host])).code).toBe(12);
  });

  it.each([
    ['the product', ['verify', 'license.dat', ...key, ...host], 'Give --product'],
    ['the key', ['verify', 'license.dat', '--product', 'x', ...host], 'Say whom you trust'],
    ['the host', good, 'give --host'],
    ['the file', ['verify', ...key], 'Say which file'],
  ])('asks for %s rather than guess', async (_what, args, message) => {
    const [folder] = await signed();
    const ran = await folder.run(args);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain(message);
  });

  it('does not judge a domain key that the license does not hold', async () => {
    const folder = await vendor.open();
    await issueJson(folder, 'b.dat', '--domain', 'b.example', '--domain-key', 'DOMAIN12345');
    const args = ['b.dat', ...good.slice(2), '--host', 'b.example', '--domain-key', 'DOMAIN12345'];
    const ran = await folder.run(['verify', ...args]);
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain('leave out --domain-key');
    const explained = await folder.run(['explain', ...args]);
    expect(explained).toMatchObject({ code: 0, stdout: expect.stringContaining('holds no key') });
    const looked = await folder.run(['doctor', '--license', ...args]);
    expect(looked).toMatchObject({ code: 0, stdout: expect.stringContaining('not hold its key') });
  });

  it('tells of a license in its days of grace, and as of another date', async () => {
    const folder = await vendor.open();
    await folder.sign({ exp: start + day, policy: { graceDays: 7 } });
    const at = async (date: string) => folder.run([...good, ...host, '--at', date]);
    expect((await at('2026-07-03')).stdout).toContain('grace');
    expect((await at('2026-07-20')).code).toBe(16);
  });
});

describe('licet inspect', () => {
  it('shows what a text says and that nothing is verified', async () => {
    const [folder, text] = await signed();
    const [header, payload] = text.split('.');
    const ran = await folder.run(['inspect', '-'], { stdin: `${header}.${payload}.AAAA` });
    expect(ran.stdout).toContain('Not verified');
    expect(ran.stdout).toMatch(/iat\s+1782864000 {2}\(2026-07-01T00:00:00Z\)/);
    const json = await folder.run(['inspect', 'license.dat', '--json']);
    expect(JSON.parse(json.stdout)).toMatchObject({
      ok: true,
      data: { verified: false, form: 'jws', payload: { product: 'acme-shop' } },
    });
  });

  it('lets no text draw on the terminal', async () => {
    const folder = await vendor.open();
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const stdin = `${part({ alg: 'none' })}.${part({ holder: '\u001b[2J\u202eevil' })}.`;
    const { stdout } = await folder.run(['inspect', '-'], { stdin });
    expect(stdout).toContain(String.raw`\u{1b}[2J\u{202e}evil`);
    expect(stdout).not.toContain('\u001b');
  });

  it('says so when there is nothing to show', async () => {
    const folder = await vendor.open();
    const ran = await folder.run(['inspect', '-'], { stdin: 'hello' });
    expect(ran).toMatchObject({ code: 10, stdout: '' });
  });
});

describe('licet explain', () => {
  it('names all that is wrong at once, with what to do', async () => {
    const folder = await vendor.open();
    await folder.sign({ exp: start - day });
    const args = ['explain', 'license.dat', ...key, '--product', 'other', '--host', 'a.test'];
    const ran = await folder.run([...args, '--status', 'revoked', '--json']);
    const { data } = JSON.parse(ran.stdout) as JsonAnswer;
    const failed = data.checks.filter(({ verdict }) => verdict === 'failed');
    expect(failed.map(({ name }) => name)).toEqual(['product', 'host', 'dates', 'status']);
    expect(failed.every(({ advice }) => advice)).toBe(true);
    expect(ran.code).toBe(13);
  });

  it('finds nothing wrong with a good one, and does not vouch for one without a key', async () => {
    const [folder] = await signed();
    const full = await folder.run(['explain', 'license.dat', ...key]);
    expect(full).toMatchObject({ code: 0, stdout: expect.stringContaining('Nothing is wrong') });
    const bare = await folder.run(['explain', 'license.dat']);
    expect(bare.stdout).toContain('the signature was not checked');
  });
});

describe('licet issue', () => {
  it('gives away no key that is imported, and hashes one of ours', async () => {
    const folder = await vendor.open();
    const made = await issueJson(folder, 'a.dat', '--domain', 'a.example');
    expect(made.key).toMatch(/^(?:\w{4}-){3}\w{4}$/);
    const verifyKey = ['verify', 'a.dat', ...good.slice(2), '--host', 'a.example', '--domain-key'];
    expect((await folder.run([...verifyKey, made.key.toLowerCase()])).code).toBe(0);
    await issueJson(folder, 'b.dat', '--domain', 'b.example', '--domain-key', 'DOMAIN12345');
    const shown = await folder.run(['inspect', 'b.dat']);
    expect(shown.stdout).not.toMatch(/^ {2}key /m);
  });

  it.each([
    [['--domain', 'co.uk'], 'license a domain below it'],
    [[], 'Give --domain'],
    [['--kind', 'network'], 'Give --server-path'],
    [['--kind', 'token'], 'Give --valid-to'],
    [['--domain', 'a.example', '--valid-to', 'soon'], '--valid-to is no date'],
    [['--domain', 'a.example', '--valid-to', '2020-01-01'], 'must be later'],
    [['--domain', 'a.example', '--grace-days', '-1'], '--grace-days'],
    [['--domain', 'a.example', '--on-expiry', 'explode'], 'one of block, warn, read-only'],
    [['--domain', 'a.example', '--seats', '5'], 'kind domain has no --seats'],
    [['--domain', 'a.example', '--serial', 'S1'], 'kind domain has no --serial'],
    [['--kind', 'network', '--domain', 'a.example'], 'kind network has no --domain'],
    [['--kind', 'token', '--seats', '5'], 'kind token has no --seats'],
    [['--domain', 'a.example', '--passphrase-file', 'empty'], 'has no passphrase'],
  ])('refuses %j with a sentence', async (args, message) => {
    const folder = await vendor.open();
    await folder.write('empty', '');
    const ran = await folder.run(['issue', '--keys', 'keys', '--product', 'p', ...args]);
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain(message);
  });

  it('overwrites nothing, and opens no store with a wrong passphrase', async () => {
    const folder = await vendor.open();
    await issue(folder, '--domain', 'a.example');
    const args = ['issue', '--keys', 'keys', '--product', 'acme-shop', '--domain', 'a.example'];
    const again = await folder.run([...args, '--out', 'license.dat']);
    expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('there already') });
    const wrong = await folder.run(args, { env: { LICET_PASSPHRASE: 'wrong passphrase' } });
    expect(wrong).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('passphrase is wrong'),
    });
    expect(wrong.stderr).not.toContain('wrong passphrase');
  });

  it('keeps key stores from the eyes of others', async () => {
    const folder = await vendor.open();
    const { mode } = await stat(join(folder.path, 'keys', 'root.p12'));
    expect(mode & 0o077).toBe(0);
    const twice = await folder.run(['keygen', '--bits', '2048']);
    expect(twice).toMatchObject({ code: 1, stderr: expect.stringContaining('there already') });
  });
});

async function signed(): Promise<[Folder, string]> {
  const folder = await vendor.open();
  return [folder, await folder.sign()];
}

async function issue(folder: Folder, ...args: string[]): Promise<void> {
  await issueJson(folder, 'license.dat', ...args);
}

async function issueJson(folder: Folder, out: string, ...args: string[]) {
  const line = ['issue', '--keys', 'keys', '--product', 'acme-shop', '--out', out];
  const ran = await folder.run([...line, ...args, '--json']);
  expect(ran).toMatchObject({ code: 0, stderr: '' });
  return (JSON.parse(ran.stdout) as JsonAnswer).data;
}
