import { describe, expect, it } from 'vitest';
import { claims, issuedAt, makeKey, makeVendor, signJws } from '../../test/vendor.js';
import { domainKeyCheckSymbol, domainKeyHash } from '../domain/domain-key.js';
import { toPipeForm } from '../document/pipe-form.js';
import { createTrustedKeys } from '../trust/trusted-keys.js';
import { explainLicense } from './explain-license.js';
import type { LicenseQuestion } from './license-question.js';

const vendor = makeVendor();
const pins = createTrustedKeys(vendor.root.pem);
const key = `123456789ABCDEF${domainKeyCheckSymbol('123456789ABCDEF')}`;
const signedKey = domainKeyHash(claims.sub, key);
const day = 86_400;

const ask = (text: string, more: Partial<LicenseQuestion> = {}) =>
  explainLicense({
    text,
    now: issuedAt,
    pins,
    product: 'acme-shop',
    host: 'www.example.com',
    key,
    status: 'valid',
    ...more,
  });

const verdicts = (text: string, more?: Partial<LicenseQuestion>) =>
  Object.fromEntries(ask(text, more).checks.map(({ name, verdict }) => [name, verdict]));

describe('the explanation of a license', () => {
  it('goes through every check, in order', () => {
    const { verdict, checks, document } = ask(vendor.license({ key: signedKey }));
    expect(verdict).toBe('passed');
    expect(checks.map(({ name }) => name).join(' ')).toBe(
      'format kind trust signature claims product host key dates status',
    );
    expect(checks.filter((check) => check.verdict !== 'passed')).toEqual([]);
    expect(document?.payload.product).toBe('acme-shop');
  });

  it('is unknown, not good, as long as nobody gave the key of the vendor', () => {
    const text = vendor.license();
    expect(ask(text, { pins: undefined }).verdict).toBe('unknown');
    expect(verdicts(text, { pins: undefined, product: undefined })).toEqual({
      format: 'passed',
      kind: 'passed',
      trust: 'unknown',
      signature: 'unknown',
      claims: 'unknown',
      product: 'unknown',
      host: 'passed',
      key: 'unknown',
      dates: 'passed',
      status: 'passed',
    });
  });

  it('names all that is wrong at once, with what to do', () => {
    const { verdict, checks } = ask(vendor.license({ key: signedKey, exp: issuedAt }), {
      host: 'https://shop.example.net:8443/cart?x=1',
      key: 'DOMAIN12345',
      status: 'revoked',
      product: 'acme-cloud',
    });
    expect(verdict).toBe('failed');
    const failures = checks.filter((check) => check.verdict === 'failed');
    expect(failures.map(({ name }) => name)).toEqual(['product', 'host', 'key', 'dates', 'status']);
    expect(failures.every(({ advice = '' }) => advice.length > 10)).toBe(true);
    expect(failures[1]?.detail).toContain('shop.example.net is not among them');
  });

  it('goes on behind a bad signature, to show what the file would be good for', () => {
    const text = vendor.license();
    const [header, payload, signature = ''] = text.split('.');
    const other = signature.startsWith('A') ? 'B' : 'A';
    const broken = `${String(header)}.${String(payload)}.${other}${signature.slice(1)}`;
    expect(verdicts(broken, { host: 'evil-example.com' })).toMatchObject({
      trust: 'passed',
      signature: 'failed',
      claims: 'unknown',
      product: 'passed',
      host: 'failed',
      dates: 'passed',
    });
  });

  it.each([
    ['', { format: 'failed' }],
    ['no license at all', { format: 'failed' }],
    ['x'.repeat(20_000), { format: 'failed' }],
    [`${vendor.license()}!`, { format: 'failed', kind: 'unknown' }],
    [vendor.statement, { format: 'passed', kind: 'failed' }],
    [vendor.sign({ alg: 'none' }, claims), { kind: 'failed', trust: 'unknown' }],
    [makeVendor(makeKey()).license(), { trust: 'failed', signature: 'unknown' }],
    [vendor.license({ gen: 0 }), { signature: 'passed', claims: 'failed' }],
    [vendor.license({ must: ['later'] }), { signature: 'passed', claims: 'failed' }],
  ])('finds the check that failed: %#', (text, expected) => {
    expect(verdicts(text)).toMatchObject(expected);
  });

  it('tells the dates in words', () => {
    const text = vendor.license({
      nbf: issuedAt,
      exp: issuedAt + day,
      policy: { graceDays: 2 },
    });
    const at = (now: number) => ask(text, { now }).checks.find(({ name }) => name === 'dates');
    expect(at(issuedAt - 1)).toMatchObject({ verdict: 'failed' });
    expect(at(issuedAt)).toEqual({
      name: 'dates',
      verdict: 'passed',
      detail: 'It is valid until 2025-06-16T15:06:40Z.',
    });
    expect(at(issuedAt + day)).toMatchObject({
      verdict: 'passed',
      detail: expect.stringContaining('grace') as string,
      advice: expect.stringContaining('Renew') as string,
    });
    expect(at(issuedAt + 3 * day)).toMatchObject({ verdict: 'failed' });
  });

  it.each([
    [{}, issuedAt - 301, 'clock_rolled_back', 'The clock says'],
    [{ policy: { offlineDays: 3 } }, issuedAt + 3 * day, 'stale', '3 days without a word'],
    [{ exp: issuedAt + day }, issuedAt + day, 'expired', 'It ended on'],
    [{ nbf: issuedAt + day }, issuedAt, 'not_yet_valid', 'It is valid from'],
  ])('fails the dates by the code of the guard: %j at %i', (changes, now, code, words) => {
    const check = ask(vendor.license(changes), { now }).checks.find(({ name }) => name === 'dates');
    expect(check).toMatchObject({ verdict: 'failed', code });
    expect(check?.detail).toContain(words);
  });

  it.each([
    ['warn', 'with a warning'],
    ['read-only', 'read-only'],
  ] as const)('lets the dates pass where the policy says %s, and says so', (action, words) => {
    const policy = { offlineDays: 1, onExpiry: action, onStale: action, onClockBack: action };
    const text = vendor.license({ exp: issuedAt + day, policy });
    for (const now of [issuedAt - 301, issuedAt + day]) {
      const { verdict, checks } = ask(text, { now });
      const check = checks.find(({ name }) => name === 'dates');
      expect(verdict).toBe('passed');
      expect(check?.detail).toContain(words);
      expect(check?.advice).toBeDefined();
    }
  });

  it('names the guard code of every check that fails', () => {
    const { checks } = ask(vendor.license({ key: signedKey }), {
      host: 'other.test',
      key: 'DOMAIN12345',
      status: 'suspended',
      product: 'acme-cloud',
    });
    const codes = checks.flatMap((check) => (check.verdict === 'failed' ? [check.code] : []));
    expect(codes).toEqual(['wrong_product', 'wrong_host', 'wrong_key', 'suspended']);
  });

  it('finds words for days of grace that end after all calendars', () => {
    const exp = 253_402_300_000;
    const text = vendor.license({ exp, policy: { graceDays: 3000 } });
    const check = ask(text, { now: exp }).checks.find(({ name }) => name === 'dates');
    expect(check).toMatchObject({ verdict: 'passed' });
  });

  it('reads what people paste: base64 of a file, line breaks, and a token license', () => {
    const text = vendor.license();
    const base64 = Buffer.from(`${text}\n`).toString('base64');
    const wrapped = base64.replaceAll(/(.{64})/g, '$1\r\n');
    for (const pasted of [base64, wrapped, ` ${text}\n`, text.replaceAll(/(.{76})/g, '$1\n')]) {
      expect(ask(pasted).verdict).toBe('passed');
    }
    const token = {
      ...claims,
      domains: undefined,
      exp: issuedAt + day,
      serial: 'TOK1',
      bound: false,
    };
    const header = { typ: 'token-license+jwt', alg: 'RS256', kid: vendor.leaf.kid };
    const jws = signJws({ ...header, leaf: vendor.statement }, token, vendor.leaf);
    expect(verdicts(toPipeForm(jws) ?? '')).toEqual({
      format: 'passed',
      kind: 'passed',
      trust: 'passed',
      signature: 'passed',
      claims: 'passed',
      product: 'passed',
      dates: 'passed',
      status: 'passed',
    });
  });
});
