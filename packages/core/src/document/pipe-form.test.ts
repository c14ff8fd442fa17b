import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { issuedAt, kinds, makeVendor } from '../../test/vendor.js';
import { verifyTokenLicense } from '../token/token-license.js';
import { createTrustedKeys } from '../trust/trusted-keys.js';
import { fromPipeForm, toPipeForm } from './pipe-form.js';

const vendor = makeVendor();
const pins = createTrustedKeys(vendor.root.pem);
const first = vendor.document('token-license', { jti: 'doc_1' });
const second = vendor.document('token-license', { jti: 'doc_2' });
const pipe = toPipeForm(first) ?? '';
const otherPipe = toPipeForm(second) ?? '';
const verify = (text: string) =>
  verifyTokenLicense(text, {
    product: 'acme-shop',
    pins,
    identifier: 'DEVICE12345',
    now: issuedAt,
  });

describe('the pipe form', () => {
  it('is padded base64 of the signing input, a bar, and padded base64 of the signature', () => {
    const end = first.lastIndexOf('.');
    const input = Buffer.from(first.slice(0, end), 'latin1').toString('base64');
    const signature = Buffer.from(first.slice(end + 1), 'base64url').toString('base64');
    expect(pipe).toBe(`${input}|${signature}`);
  });

  it.each(kinds)('gives the very same document of kind %s back', (kind) => {
    const text = vendor.document(kind);
    expect(fromPipeForm(toPipeForm(text) ?? '')).toBe(text);
  });

  const part = fc.stringMatching(/^[A-Za-z0-9_-]{1,60}$/);
  const signature = fc
    .uint8Array({ minLength: 1, maxLength: 512 })
    .map((bytes) => Buffer.from(bytes).toString('base64url'));
  it('loses nothing of any text of its grammar, in both directions', () => {
    fc.assert(
      fc.property(part, part, signature, (header, payload, end) => {
        const jws = `${header}.${payload}.${end}`;
        const spelled = toPipeForm(jws) ?? '';
        expect(fromPipeForm(spelled)).toBe(jws);
        expect(toPipeForm(fromPipeForm(spelled) ?? '')).toBe(spelled);
      }),
    );
  });

  it.each([
    '',
    '.',
    '..',
    'a.b',
    'a.b.',
    '.b.AA',
    'a..AA',
    'a.b.AB',
    'a.b.AA.c',
    'ä.b.AA',
    'a b.c.AA',
  ])('is not made of "%s"', (text) => {
    expect(toPipeForm(text)).toBeUndefined();
  });

  it('verifies as the document that it spells', () => {
    expect(verify(pipe)).toMatchObject({ ok: true, license: { documentId: 'doc_1' } });
  });
});

const [token = '', signature = ''] = pipe.split('|');
const [otherToken = '', otherSignature = ''] = otherPipe.split('|');
const urlSafe = (text: string) =>
  text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

describe('a text that is nearly one', () => {
  it.each([
    ['no bar', token],
    ['a compact document', first],
    ['nothing', ''],
    ['a bar alone', '|'],
    ['two bars', `${pipe}|`],
    ['a bar in front', `|${pipe}`],
    ['a doubled bar', `${token}||${signature}`],
    ['a third part', `${pipe}|${signature}`],
    ['a full-width bar', `${token}\uff5c${signature}`],
    ['an escaped bar', `${token}%7C${signature}`],
    ['no token', `|${signature}`],
    ['no signature', `${token}|`],
    ['its parts swapped', `${signature}|${token}`],
    ['the signature twice', `${signature}|${signature}`],
    ['white space around', ` ${pipe}`],
    ['a line end', `${pipe}\n`],
    ['white space at the bar', `${token} | ${signature}`],
    ['line breaks in the base64', token.replace(/.{76}/g, '$&\r\n') + `|${signature}`],
    ['no padding', `${token}|${signature.replace(/=+$/, '')}`],
    ['more padding', `${pipe}=`],
    ['the alphabet of URLs', `${urlSafe(token)}|${urlSafe(signature)}`],
    ['the document inside the token', `${Buffer.from(first).toString('base64')}|${signature}`],
    [
      'a payload alone',
      `${Buffer.from(first.split('.')[1] ?? '').toString('base64')}|${signature}`,
    ],
    ['32,769 characters', 'A'.repeat(32_769)],
  ])('is malformed: %s', (_, text) => {
    expect(verify(text)).toMatchObject({ ok: false, code: 'malformed' });
  });

  it('is refused when its parts are of two tokens', () => {
    expect(verify(otherPipe).ok).toBe(true);
    for (const text of [`${token}|${otherSignature}`, `${otherToken}|${signature}`])
      expect(verify(text)).toMatchObject({ ok: false, code: 'bad_signature' });
  });

  it('is refused when its header is of another token, or its token stands for the signature', () => {
    const [header = ''] = makeVendor(vendor.root).document('token-license').split('.');
    const mixed = Buffer.from(`${header}.${first.split('.')[1] ?? ''}`).toString('base64');
    for (const text of [`${mixed}|${signature}`, `${token}|${token}`])
      expect(verify(text)).toMatchObject({ ok: false, code: 'bad_signature' });
  });

  it('is refused when it spells a document of another kind', () => {
    for (const kind of kinds.filter((other) => other !== 'token-license')) {
      const text = toPipeForm(vendor.document(kind)) ?? '';
      expect(verify(text)).toMatchObject({ ok: false, code: 'wrong_kind' });
    }
  });
});

/** A change of a text at a place: every one of them keeps most of it, as a forger would. */
const mutations: Readonly<Record<string, (text: string, at: number, seed: number) => string>> = {
  replace: (text, at, seed) => splice(text, at, 1, base64Letter(seed)),
  insert: (text, at, seed) => splice(text, at, 0, base64Letter(seed)),
  drop: (text, at) => splice(text, at, 1, ''),
  double: (text, at) => splice(text, at, 0, text.charAt(at)),
  swap: (text, at) => splice(text, at, 2, text.charAt(at + 1) + text.charAt(at)),
  cut: (text, at) => text.slice(0, at),
  cutStart: (text, at) => text.slice(at + 1),
  bar: (text, at) => splice(text, at, 0, '|'),
  barInstead: (text, at) => splice(text, at, 1, '|'),
  rotate: (text, at) => text.slice(at) + text.slice(0, at),
  graft: (text, at) => text.slice(0, at) + otherPipe.slice(at),
  repeat: (text, at, seed) => splice(text, at, 0, text.slice(at, at + 1 + (seed % 64))),
  flip: (text, at, seed) =>
    splice(text, at, 1, String.fromCharCode(text.charCodeAt(at) ^ (1 << (seed % 8)))),
  insideToken: (text, at, seed) =>
    resealed(text, (jws) => splice(jws, at % jws.length, 1, base64Letter(seed))),
};

function splice(text: string, at: number, length: number, by: string): string {
  return text.slice(0, at) + by + text.slice(at + length);
}

function base64Letter(seed: number): string {
  return 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=-_ '.charAt(seed % 68);
}

/** Changes what the token spells and encodes it again without a fault. */
function resealed(text: string, mutate: (input: string) => string): string {
  const [encoded = '', end = ''] = text.split('|');
  const input = Buffer.from(encoded, 'base64').toString('latin1');
  return `${Buffer.from(mutate(input), 'latin1').toString('base64')}|${end}`;
}

describe('ten thousand structured changes', () => {
  it('are refused, each of them', () => {
    const names = Object.keys(mutations);
    let changed = 0;
    const accepted: string[] = [];
    for (let round = 0; changed < 10_000; round++) {
      const name = names[round % names.length] ?? '';
      const at = (round * 7919) % pipe.length;
      const text = mutations[name]?.(pipe, at, round) ?? '';
      if (text === pipe || text === otherPipe) continue;
      changed++;
      if (verify(text).ok) accepted.push(`${name} at ${String(at)}`);
    }
    expect(accepted).toEqual([]);
  });
});
