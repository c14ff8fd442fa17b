import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  certify,
  claims,
  encode,
  issuedAt,
  makeKey,
  makeVendor,
  signJws,
} from '../../test/vendor.js';
import type { PublicKeyInput } from '../trust/public-key-formats.js';
import { createTrustedKeys } from '../trust/trusted-keys.js';
import { documentTypes } from './document-types.js';
import { readDocument } from './read-document.js';
import { verifyDocument } from './verify-document.js';

const vendor = makeVendor();
const { root, leaf } = vendor;
const stranger = makeVendor();

const verify = (
  text: string,
  pins: PublicKeyInput | readonly PublicKeyInput[] = root.pem,
  product = 'acme-shop',
) => verifyDocument(text, { kind: 'domain-license', product, pins: createTrustedKeys(pins) });
const codeOf = (...args: Parameters<typeof verify>) => {
  const verification = verify(...args);
  return verification.ok ? 'ok' : verification.code;
};
const raw = (payload: string) => vendor.sign({}, payload);
const resigned = (header: unknown, payload: unknown = claims) => signJws(header, payload, leaf);
const header = { alg: 'RS256', typ: 'domain-license+jwt', kid: leaf.kid, leaf: vendor.statement };

describe('a good document', () => {
  it('becomes a frozen license with everything that was signed', () => {
    const full = {
      nbf: issuedAt + 1,
      exp: issuedAt + 2,
      key: 'A'.repeat(43),
      features: ['reports'],
      maintenance: { supported: true, until: issuedAt },
      policy: { graceDays: 3, onExpiry: 'read-only', later: 1 },
      status: { status_list: { idx: 1_048_575, uri: 'urn:licet:iss_test:status:0' } },
      holder: 'Grüße GmbH',
      must: ['policy', 'exp'],
      unknown: { deep: [1] },
    };
    const verification = verify(vendor.license(full));
    expect(verification).toEqual({
      ok: true,
      license: {
        kind: 'domain-license',
        issuer: 'iss_test',
        licenseId: 'lic_1',
        documentId: 'doc_1',
        generation: 1,
        kid: leaf.kid,
        issuedAt,
        validFrom: full.nbf,
        expiresAt: full.exp,
        product: 'acme-shop',
        domains: [{ name: 'example.com', scope: 'host+www' }],
        keyHash: full.key,
        features: ['reports'],
        maintenance: full.maintenance,
        policy: full.policy,
        status: { index: 1_048_575, uri: 'urn:licet:iss_test:status:0' },
        holder: 'Grüße GmbH',
      },
    });
    expect(verification.ok && Object.isFrozen(verification.license)).toBe(true);
    expect(verification.ok && Object.isFrozen(verification.license.domains[0])).toBe(true);
  });

  it('is accepted under the root, under the leaf, and under one of several pins in any form', () => {
    expect(codeOf(vendor.license(), root.pem)).toBe('ok');
    expect(codeOf(vendor.license(), leaf.jwk)).toBe('ok');
    expect(codeOf(vendor.license(), [stranger.root.pem, root.jwk])).toBe('ok');
  });

  it('survives its leaf: the leaf is compared with the time of issue only', () => {
    const short = certify(root, leaf, { nbf: issuedAt, exp: issuedAt + 1 });
    expect(codeOf(makeVendor(root, leaf, short).license())).toBe('ok');
  });

  it('is accepted beside documents of an older leaf of the same root', () => {
    const older = makeVendor(root, makeKey());
    const pins = createTrustedKeys(root.pem);
    for (const text of [older.license(), vendor.license(), older.license({ gen: 2 })]) {
      expect(verifyDocument(text, { kind: 'domain-license', product: 'acme-shop', pins }).ok).toBe(
        true,
      );
    }
  });

  it('may spell its JSON in any way that is unambiguous', () => {
    expect(codeOf(raw(JSON.stringify(claims, null, 2)))).toBe('ok');
  });

  it('is read without trust by readDocument', () => {
    const reading = readDocument(stranger.license());
    expect(reading.ok && reading.document.payload.product).toBe('acme-shop');
    expect(readDocument('a.b.c')).toMatchObject({ ok: false, code: 'malformed' });
    expect(readDocument('a'.repeat(16_385))).toMatchObject({ ok: false, code: 'too_large' });
  });
});

describe('the form', () => {
  const good = vendor.license();
  it.each([
    ['empty', '', 'malformed'],
    ['one part', 'abc', 'malformed'],
    ['four parts', `${good}.a`, 'malformed'],
    ['five parts, as an encrypted token has', `${good}.a.b`, 'malformed'],
    ['white space before', ` ${good}`, 'malformed'],
    ['a line end behind', `${good}\n`, 'malformed'],
    ['padding', `${good}==`, 'malformed'],
    ['an empty header', `.${good}`, 'malformed'],
    ['no signature', good.slice(0, good.lastIndexOf('.') + 1), 'bad_signature'],
    ['16,385 characters', 'a'.repeat(16_385), 'too_large'],
    ['a header that is not JSON', `${encode('{')}.e30.AA`, 'malformed'],
    ['a header that is an array', `${encode('[]')}.e30.AA`, 'malformed'],
  ])('refuses a text with %s', (_, text, code) => {
    expect(codeOf(text)).toBe(code);
  });

  it.each(documentTypes.filter((type) => type !== 'domain-license+jwt').concat('JWT' as never))(
    'refuses the type %s although the key signed it',
    (typ) => {
      expect(codeOf(vendor.sign({ typ }, claims))).toBe('wrong_kind');
    },
  );

  it.each([
    ['alg none', { alg: 'none' }],
    ['alg HS256', { alg: 'HS256' }],
    ['alg PS256', { alg: 'PS256' }],
    ['alg in lower case', { alg: 'rs256' }],
    ['crit', { crit: [] }],
    ['jku', { jku: 'https://evil.test' }],
    ['jwk', { jwk: leaf.jwk }],
    ['x5c', { x5c: [] }],
    ['b64', { b64: true }],
    ['an unknown member', { cty: 'x' }],
    ['no leaf', { leaf: undefined }],
    ['a leaf that is an object', { leaf: {} }],
    ['no kid', { kid: undefined }],
    ['a kid that is a number', { kid: 1 }],
  ])('refuses a header with %s', (_, changes) => {
    expect(codeOf(vendor.sign(changes, claims))).toBe('bad_header');
  });

  it('refuses a header member that occurs twice', () => {
    const twice = JSON.stringify(header).replace('{', '{"alg":"none",');
    expect(codeOf(resigned(twice))).toBe('malformed');
  });
});

describe('the signer', () => {
  it('has to be pinned', () => {
    expect(codeOf(stranger.license())).toBe('untrusted_key');
    expect(codeOf(vendor.license(), makeKey().pem)).toBe('untrusted_key');
  });

  it('has to be the key that the statement certifies', () => {
    const other = makeKey();
    const borrowed = signJws({ ...header, kid: other.kid }, claims, other);
    expect(codeOf(borrowed)).toBe('bad_leaf');
    expect(codeOf(signJws(header, claims, other))).toBe('bad_signature');
  });

  it.each([
    [
      'signed by a stranger in the name of the root',
      signJws({ alg: 'RS256', typ: 'leaf+jwt', kid: root.kid }, {}, stranger.root),
    ],
    ['of another type', signJws({ alg: 'RS256', typ: 'trust+jwt', kid: root.kid }, {}, root)],
    [
      'with a leaf of its own',
      signJws({ alg: 'RS256', typ: 'leaf+jwt', kid: root.kid, leaf: 'x' }, {}, root),
    ],
    ['with another algorithm', signJws({ alg: 'none', typ: 'leaf+jwt', kid: root.kid }, {}, root)],
    ['without claims', signJws({ alg: 'RS256', typ: 'leaf+jwt', kid: root.kid }, {}, root)],
    ['for status lists', certify(root, leaf, { use: 'status' })],
    ['for another use', certify(root, leaf, { use: 'x' })],
    ['of a later version', certify(root, leaf, { v: 2 })],
    ['for another issuer', certify(root, leaf, { iss: 'iss_other' })],
    ['that ended before the issue', certify(root, leaf, { exp: issuedAt })],
    ['that began after the issue', certify(root, leaf, { nbf: issuedAt + 1 })],
    ['of a weak key', certify(root, makeKey(1024))],
    ['of a key with exponent 3', certify(root, makeKey(2048, 3))],
    ['with private parts', certify(root, leaf, { jwk: leaf.privateKey.export({ format: 'jwk' }) })],
    ['that is no document', 'x'],
    ['that is empty', ''],
  ])('is refused with a statement %s', (_, statement) => {
    expect(codeOf(makeVendor(root, leaf, statement).license())).toBe('bad_leaf');
  });

  it('cannot be a leaf that certified another key: one level, no more', () => {
    const second = makeKey();
    expect(codeOf(makeVendor(leaf, second).license())).toBe('untrusted_key');
    expect(codeOf(makeVendor(leaf, second).license(), [root.pem])).toBe('untrusted_key');
  });

  it('keeps pins apart: what one set trusts, another does not', () => {
    const text = vendor.license();
    expect(codeOf(text, root.pem)).toBe('ok');
    expect(codeOf(text, stranger.root.pem)).toBe('untrusted_key');
  });

  it('is not an RSA-PSS or SHA-512 signature of the same key', () => {
    const input = `${encode(header)}.${encode(claims)}`;
    const sha512 = sign('sha512', Buffer.from(input), leaf.privateKey).toString('base64url');
    expect(codeOf(`${input}.${sha512}`)).toBe('bad_signature');
    const pss = sign('sha256', Buffer.from(input), { key: leaf.privateKey, padding: 6 }).toString(
      'base64url',
    );
    expect(codeOf(`${input}.${pss}`)).toBe('bad_signature');
    const ec = generateKeyPairSync('ed25519').privateKey;
    expect(codeOf(`${input}.${sign(null, Buffer.from(input), ec).toString('base64url')}`)).toBe(
      'bad_signature',
    );
  });
});

describe('the claims', () => {
  it.each(['v', 'iss', 'sub', 'jti', 'gen', 'iat', 'product', 'domains'])(
    'must include %s',
    (name) => {
      expect(codeOf(vendor.license({ [name]: undefined }))).toBe('bad_claims');
      expect(codeOf(vendor.license({ [name]: null }))).toBe('bad_claims');
    },
  );

  it.each([
    ['v', [0, '1', 1.5, true]],
    ['iss', ['', 'a b', 'x'.repeat(129), 1]],
    ['gen', [0, -1, 1.5, '1', 2 ** 53]],
    ['iat', [-1, 1.5, '1', 253_402_300_800]],
    ['nbf', [null, 'now']],
    ['exp', [null, '2026', 1e300]],
    ['product', ['', 'a b', '-x', 'x'.repeat(65)]],
    [
      'domains',
      [
        [],
        {},
        [{}],
        ['example.com'],
        [{ name: '', scope: 'host' }],
        [{ name: 'Example.com', scope: 'host' }],
        [{ name: '*.x', scope: 'host' }],
        [{ name: 'x' }],
      ],
    ],
    ['key', ['short', 1, 'A'.repeat(44), `${'A'.repeat(42)}+`]],
    ['features', ['reports', [1], ['']]],
    ['maintenance', [true, {}, { supported: 'yes' }, { supported: true, until: 'x' }]],
    [
      'policy',
      [[], 'block', { graceDays: -1 }, { graceDays: '3' }, { devHosts: 'yes' }, { onExpiry: 1 }],
    ],
    [
      'status',
      [
        {},
        { status_list: {} },
        { status_list: { idx: 2 ** 20, uri: 'u' } },
        { status_list: { idx: 0, uri: '' } },
      ],
    ],
    ['holder', ['', 'a\nb', 'a\u202eb', 'x'.repeat(201), 1]],
    ['must', ['exp', [1]]],
  ])('are refused when %s is misshapen', (name, values) => {
    for (const value of values)
      expect([value, codeOf(vendor.license({ [name]: value }))]).toEqual([value, 'bad_claims']);
  });

  it('are refused when they are not one strict JSON object', () => {
    const text = JSON.stringify(claims);
    for (const payload of [
      '[]',
      '1',
      'null',
      '',
      text.replace('{', '{"GEN":2,'),
      text.replace('{', '{"gen":1,'),
      `${text}x`,
      `\ufeff${text}`,
    ]) {
      expect([payload, codeOf(raw(payload))]).toEqual([payload, 'bad_claims']);
    }
    expect(
      codeOf(vendor.license({ deep: JSON.parse('['.repeat(8) + ']'.repeat(8)) as unknown })),
    ).toBe('bad_claims');
  });

  it('may tell a guard that it is too old', () => {
    expect(codeOf(vendor.license({ must: ['exp', 'quota'] }))).toBe('needs_newer_guard');
    expect(codeOf(vendor.license({ v: 2 }))).toBe('needs_newer_guard');
    expect(codeOf(vendor.license({ quota: 5 }))).toBe('ok');
  });

  it('must name the product exactly', () => {
    expect(codeOf(vendor.license(), root.pem, 'acme')).toBe('wrong_product');
    expect(codeOf(vendor.license({ product: 'ACME-shop' }))).toBe('wrong_product');
  });
});

describe('a document seen again', () => {
  it('gets the same answer, and another product or text its own', () => {
    const pins = createTrustedKeys(root.pem);
    const ask = (text: string, product = 'acme-shop') =>
      verifyDocument(text, { kind: 'domain-license', product, pins });
    const text = vendor.license();
    expect(ask(text)).toBe(ask(`${text} `.trim()));
    expect(ask(text, 'other')).toMatchObject({ code: 'wrong_product' });
    expect(ask(`${text.slice(0, -2)}AA`)).toMatchObject({ code: 'bad_signature' });
    expect(ask(text).ok).toBe(true);
  });
});

describe('a changed document', () => {
  it('is refused whichever byte changes: at least 43,000 changes', () => {
    const text = vendor.license({ exp: issuedAt + 1, features: ['a', 'b'] });
    const pins = createTrustedKeys([root.pem, leaf.pem]);
    const expected = { kind: 'domain-license', product: 'acme-shop', pins } as const;
    expect(verifyDocument(text, expected).ok).toBe(true);
    const bytes = Buffer.from(text, 'latin1');
    const changes = [...Array(18).keys()].map((change) => change + 1).concat(32, 64, 127, 128, 255);
    let refused = 0;
    let accepted = 0;
    for (let at = 0; at < bytes.length; at++) {
      const original = bytes[at] ?? 0;
      for (const change of changes) {
        bytes[at] = original ^ change;
        if (verifyDocument(bytes.toString('latin1'), expected).ok) accepted++;
        else refused++;
      }
      bytes[at] = original;
    }
    expect(accepted).toBe(0);
    expect(refused).toBeGreaterThanOrEqual(43_000);
  });

  it('is refused when any byte is missing or doubled', () => {
    const text = vendor.license();
    const pins = createTrustedKeys(root.pem);
    const expected = { kind: 'domain-license', product: 'acme-shop', pins } as const;
    for (let at = 0; at < text.length; at++) {
      const without = text.slice(0, at) + text.slice(at + 1);
      const doubled = text.slice(0, at) + text.slice(at, at + 1) + text.slice(at);
      expect([
        at,
        verifyDocument(without, expected).ok,
        verifyDocument(doubled, expected).ok,
      ]).toEqual([at, false, false]);
    }
  });
});
