import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expected, secret, signToken, tokenClaims, tokenHeader } from '../../test/token.js';
import { encode, issuedAt, makeVendor, signJws } from '../../test/vendor.js';
import { documentTypes } from '../document/document-types.js';
import { verifyDocument } from '../document/verify-document.js';
import { decodeBase64Url } from '../encoding/base64.js';
import { createTrustedKeys } from '../trust/trusted-keys.js';
import { verifyAccessToken, type AccessTokenExpectations } from './access-token.js';
import { createTokenSecrets } from './token-secrets.js';

const codeOf = (text: string, changes: Partial<AccessTokenExpectations> = {}) => {
  const verification = verifyAccessToken(text, { ...expected, ...changes });
  return verification.ok ? 'ok' : verification.code;
};
const withClaims = (changes: Readonly<Record<string, unknown>>) =>
  signToken({ ...tokenClaims, ...changes });
const withHeader = (changes: Readonly<Record<string, unknown>>) =>
  signToken(tokenClaims, { ...tokenHeader, ...changes });

describe('a good token', () => {
  it('tells what was signed, frozen', () => {
    const verification = verifyAccessToken(signToken(), expected);
    expect(verification).toEqual({
      ok: true,
      token: {
        tokenId: 'tok_1',
        setting: 7,
        issuer: 'Acme',
        audience: 'acme-api',
        uniqueIdentifier: 'DEVICE12345',
        issuedAt,
        expiresAt: issuedAt + 3600,
      },
    });
    expect(verification.ok && Object.isFrozen(verification.token)).toBe(true);
  });

  it('may spell header and payload in any way that is unambiguous, and carry other claims', () => {
    expect(codeOf(signToken(JSON.stringify(tokenClaims, null, 2)))).toBe('ok');
    expect(codeOf(signToken(tokenClaims, '{ "typ":"JWT", "alg":"HS256" }'))).toBe('ok');
    expect(codeOf(withClaims({ role: 'viewer', more: { deep: [1] } }))).toBe('ok');
  });

  it('may have the longest texts in the widest characters', () => {
    const wide = '\u{1f511}'.repeat(200);
    const text = withClaims({ sub: wide, iss: wide, aud: wide, jti: 'x'.repeat(128) });
    expect(codeOf(text, { issuer: wide, audience: wide })).toBe('ok');
  });
});

describe('the form', () => {
  const good = signToken();
  it.each([
    ['empty', '', 'malformed'],
    ['one part', 'abc', 'malformed'],
    ['two parts', good.slice(0, good.lastIndexOf('.')), 'malformed'],
    ['four parts', `${good}.a`, 'malformed'],
    ['five parts, as an encrypted token has', `${good}.a.b`, 'malformed'],
    ['white space before', ` ${good}`, 'malformed'],
    ['a line end behind', `${good}\n`, 'malformed'],
    ['padding', `${good}=`, 'malformed'],
    ['the word Bearer', `Bearer ${good}`, 'malformed'],
    ['no signature', good.slice(0, good.lastIndexOf('.') + 1), 'bad_signature'],
    ['three quarters of a signature', good.slice(0, -11), 'bad_signature'],
    ['a header that is not JSON', `${encode('{')}.e30.AA`, 'malformed'],
    ['a header that is an array', `${encode('[]')}.e30.AA`, 'malformed'],
    ['4,097 characters', good.padEnd(4097, 'A'), 'too_large'],
    ['1 MB', good.padEnd(1_000_000, 'A'), 'too_large'],
  ])('refuses a text with %s', (_, text, code) => {
    expect(codeOf(text)).toBe(code);
  });

  it.each([
    ['alg none', { alg: 'none' }],
    ['alg None', { alg: 'None' }],
    ['alg nOnE', { alg: 'nOnE' }],
    ['alg hs256', { alg: 'hs256' }],
    ['alg HS384', { alg: 'HS384' }],
    ['alg HS512', { alg: 'HS512' }],
    ['alg RS256', { alg: 'RS256' }],
    ['no alg', { alg: undefined }],
    ['an alg that is a list', { alg: ['HS256'] }],
    ['crit', { crit: [] }],
    ['b64', { b64: true }],
    ['jku', { jku: 'https://evil.test' }],
    ['jwk', { jwk: { kty: 'oct', k: 'AA' } }],
    ['x5u', { x5u: 'https://evil.test' }],
    ['x5c', { x5c: [] }],
    ['leaf', { leaf: 'x' }],
    ['cty', { cty: 'JWT' }],
    ['zip', { zip: 'DEF' }],
    ['a kid that is a number', { kid: 1 }],
    ['a kid that is null', { kid: null }],
  ])('refuses a header with %s, however it is signed', (_, changes) => {
    expect(codeOf(withHeader(changes))).toBe('bad_header');
    const unsigned = withHeader(changes);
    expect(codeOf(unsigned.slice(0, unsigned.lastIndexOf('.') + 1))).toBe('bad_header');
  });

  it('refuses a header member that occurs twice, in any case', () => {
    for (const twice of [
      '{"alg":"none","alg":"HS256","typ":"JWT"}',
      '{"alg":"HS256","Alg":"none","typ":"JWT"}',
    ])
      expect(codeOf(signToken(tokenClaims, twice))).toBe('malformed');
  });

  it.each(['jwt', 'at+jwt', '', 'JOSE', undefined, null, ...documentTypes])(
    'refuses the type %s',
    (typ) => {
      expect(codeOf(withHeader({ typ }))).toBe('wrong_kind');
    },
  );
});

describe('the secret', () => {
  it('has to be the one that signed', () => {
    expect(codeOf(signToken(tokenClaims, tokenHeader, randomBytes(32)))).toBe('bad_signature');
    expect(codeOf(signToken(tokenClaims, tokenHeader, ''))).toBe('bad_signature');
    expect(codeOf(signToken(tokenClaims, tokenHeader, secret, 'sha512'))).toBe('bad_signature');
  });

  it('may be one of several: the new one and those before it', () => {
    const secrets = createTokenSecrets([randomBytes(32), secret]);
    expect(codeOf(signToken(), { secrets })).toBe('ok');
    expect(codeOf(signToken(), { secrets: createTokenSecrets([randomBytes(32)]) })).toBe(
      'bad_signature',
    );
  });

  it('is the one that the token names, if it names one, and no other', () => {
    const other = randomBytes(32);
    const secrets = createTokenSecrets([
      { kid: 'new', secret: other },
      { kid: 'old', secret },
    ]);
    const names = (kid: string) => withHeader({ kid });
    expect(codeOf(names('old'), { secrets })).toBe('ok');
    expect(codeOf(names('new'), { secrets })).toBe('bad_signature');
    expect(codeOf(signToken(), { secrets })).toBe('ok');
    const strange = [
      '../../etc/passwd',
      "' or 1=1",
      'https://evil.test',
      '',
      '__proto__',
      'undefined',
    ];
    for (const kid of strange)
      expect([kid, codeOf(names(kid), { secrets })]).toEqual([kid, 'unknown_key']);
    expect(codeOf(names('undefined'))).toBe('unknown_key');
  });
});

describe('the claims', () => {
  it.each(Object.keys(tokenClaims))('must include %s', (name) => {
    for (const value of [undefined, null, [], {}, true])
      expect([value, codeOf(withClaims({ [name]: value }))]).toEqual([value, 'bad_claims']);
  });

  it.each([
    ['sub', ['', 1, ['DEVICE12345'], 'a\nb', 'a\u202eb', '\ud800', 'x'.repeat(201)]],
    ['iss', ['', 1, ['Acme'], 'Ac\0me']],
    ['aud', ['', 1, ['acme-api']]],
    ['setting', ['7', 0, -7, 7.5, 2 ** 31]],
    ['jti', ['', 'a b', 'x'.repeat(129), 1]],
    ['iat', ['1', -1, 1.5, 253_402_300_800]],
    ['exp', ['9999999999', -1, 1.5, 253_402_300_800, issuedAt, issuedAt - 1]],
    ['nbf', [null, '1', 1.5]],
  ])('are refused when %s is misshapen', (name, values) => {
    for (const value of values)
      expect([value, codeOf(withClaims({ [name]: value }))]).toEqual([value, 'bad_claims']);
  });

  it('are refused when they are not one strict JSON object', () => {
    const text = JSON.stringify(tokenClaims);
    const spoiled = ['[]', '1', 'null', '', `${text}x`, `\ufeff${text}`];
    const twice = [text.replace('{', '{"sub":"x",'), text.replace('{', '{"SUB":"x",')];
    const huge = text.replace(String(tokenClaims.exp), '1e400');
    const deep = text.replace('{', `{"deep":${'['.repeat(8)}${']'.repeat(8)},`);
    for (const payload of [...spoiled, ...twice, huge, deep])
      expect([payload, codeOf(signToken(payload))]).toEqual([payload, 'bad_claims']);
  });

  it('must be of the setting, the issuer and the audience, exactly', () => {
    expect(codeOf(signToken(), { setting: 8 })).toBe('wrong_setting');
    expect(codeOf(signToken(), { issuer: 'acme' })).toBe('wrong_issuer');
    expect(codeOf(signToken(), { audience: 'acme-api ' })).toBe('wrong_audience');
  });
});

describe('the times', () => {
  const exp = issuedAt + 3600;
  it.each([
    [issuedAt, 'ok'],
    [exp - 1, 'ok'],
    [exp, 'expired'],
    [exp + 1, 'expired'],
    [issuedAt - 60, 'ok'],
    [issuedAt - 61, 'not_yet_valid'],
  ])('at %d: %s', (now, code) => {
    expect(codeOf(signToken(), { now })).toBe(code);
  });

  it('include a start, if one was scheduled', () => {
    const text = withClaims({ nbf: issuedAt + 600 });
    expect(codeOf(text, { now: issuedAt + 539 })).toBe('not_yet_valid');
    expect(codeOf(text, { now: issuedAt + 540 })).toBe('ok');
  });
});

describe('tokens and documents', () => {
  const vendor = makeVendor();
  const pins = createTrustedKeys(vendor.root.pem);
  const asDocument = (text: string) =>
    verifyDocument(text, { kind: 'domain-license', product: 'acme-shop', pins });

  it('are not taken for each other', () => {
    expect(codeOf(vendor.license())).toBe('wrong_kind');
    expect(asDocument(signToken())).toMatchObject({ ok: false, code: 'wrong_kind' });
  });

  it('are not taken for each other even when signed with the key of the other', () => {
    const hmacWithPublicKey = signToken(tokenClaims, tokenHeader, vendor.root.pem);
    expect(codeOf(hmacWithPublicKey)).toBe('bad_signature');
    expect(asDocument(hmacWithPublicKey)).toMatchObject({ code: 'wrong_kind' });
    const header = {
      alg: 'HS256',
      typ: 'domain-license+jwt',
      kid: vendor.leaf.kid,
      leaf: vendor.statement,
    };
    for (const key of [vendor.root.pem, vendor.leaf.pem])
      expect(asDocument(signToken(tokenClaims, header, key))).toMatchObject({ code: 'bad_header' });
    expect(codeOf(signJws({ alg: 'RS256', typ: 'JWT' }, tokenClaims, vendor.leaf))).toBe(
      'bad_header',
    );
    expect(codeOf(signJws(tokenHeader, tokenClaims, vendor.leaf))).toBe('bad_signature');
  });
});

describe('a changed token', () => {
  const text = signToken();

  it('is refused whichever byte changes, is missing or doubled', () => {
    let accepted = 0;
    for (let at = 0; at < text.length; at++) {
      const [before, byte, behind] = [text.slice(0, at), text.charCodeAt(at), text.slice(at + 1)];
      const spoiled = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512].map((bit) =>
        String.fromCharCode(byte ^ bit),
      );
      for (const instead of ['', text.charAt(at).repeat(2), ...spoiled])
        if (codeOf(before + instead + behind) === 'ok') accepted++;
    }
    expect(accepted).toBe(0);
  });

  it('is refused when any two parts come from different tokens', () => {
    const tokens = fc.record({ sub: fc.uuid(), jti: fc.uuid() }).map(withClaims);
    fc.assert(
      fc.property(tokens, tokens, fc.nat(2), (one, two, part) => {
        const mixed = one.split('.');
        mixed[part] = two.split('.')[part] ?? '';
        const isWhole = mixed.join('.') === one || mixed.join('.') === two;
        expect(codeOf(mixed.join('.'))).toBe(isWhole ? 'ok' : 'bad_signature');
      }),
    );
  });

  it('gets no verdict of another: tokens that share claims are judged one by one', () => {
    const forged = fc.record({
      exp: fc.integer({ min: issuedAt + 1, max: issuedAt + 9999 }),
      signed: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(forged, { minLength: 50, maxLength: 50 }), (drafts) => {
        for (const { exp, signed } of drafts) {
          const token = signToken({ ...tokenClaims, exp }, tokenHeader, signed ? secret : 'guess');
          expect(codeOf(token)).toBe(signed ? 'ok' : 'bad_signature');
        }
      }),
    );
  });

  it('never makes the verifier throw', () => {
    const part = fc.oneof(fc.string(), fc.base64String(), fc.json().map(encode));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 5 }), (parts) => {
        expect(codeOf(parts.join('.'))).not.toBe('ok');
      }),
      { numRuns: 2000 },
    );
  });

  it('is refused with any other setting, issuer or audience, also under a good signature', () => {
    const names = fc.constantFrom('setting' as const, 'iss' as const, 'aud' as const);
    fc.assert(
      fc.property(names, fc.jsonValue(), (name, value) => {
        fc.pre(value !== tokenClaims[name]);
        expect(codeOf(withClaims({ [name]: value }))).toMatch(/^(bad_claims|wrong_)/);
      }),
    );
  });
});

describe('the frozen vector', () => {
  interface Vector {
    readonly secret: string;
    readonly expected: Omit<AccessTokenExpectations, 'secrets'>;
    readonly text: string;
    readonly token: unknown;
  }
  const url = new URL('../../test/vectors/access-token-v1.json', import.meta.url);
  const vector = JSON.parse(readFileSync(url, 'utf8')) as Vector;
  const bytes = decodeBase64Url(vector.secret) ?? new Uint8Array();

  it('verifies today as on the day it was made', () => {
    const secrets = createTokenSecrets(bytes);
    expect(verifyAccessToken(vector.text, { ...vector.expected, secrets })).toEqual({
      ok: true,
      token: vector.token,
    });
  });

  it('is an HMAC-SHA-256 that any other tool computes', () => {
    const end = vector.text.lastIndexOf('.');
    const signature = createHmac('sha256', bytes).update(vector.text.slice(0, end));
    expect(signature.digest('base64url')).toBe(vector.text.slice(end + 1));
  });
});
