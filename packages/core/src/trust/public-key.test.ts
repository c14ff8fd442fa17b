import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { makeKey } from '../../test/vendor.js';
import { parsePublicKey } from './public-key.js';

const key = makeKey();
const modulus = Buffer.from(key.jwk.n, 'base64url');
const base64 = modulus.toString('base64');
const toXml = (n: string, e = 'AQAB') =>
  `<RSAKeyValue><Modulus>${n}</Modulus><Exponent>${e}</Exponent></RSAKeyValue>`;
const codeOf = (input: Parameters<typeof parsePublicKey>[0]) => {
  const parsing = parsePublicKey(input);
  return parsing.ok ? 'ok' : parsing.code;
};
const bytesJwk = (bytes: Uint8Array, e = 'AQAB') => ({
  kty: 'RSA',
  n: Buffer.from(bytes).toString('base64url'),
  e,
});

describe('parsePublicKey', () => {
  const forms = {
    PEM: key.pem,
    'PEM with CRLF': key.pem.replaceAll('\n', '\r\n'),
    'JWK object': key.jwk,
    'JWK with kid, use and alg': { ...key.jwk, kid: 'x', use: 'sig', alg: 'RS256' },
    'JWK text': JSON.stringify(key.jwk),
    XML: toXml(base64),
    'XML on several lines': `\n<RSAKeyValue>\r\n  <Modulus>\n${base64.replaceAll(/.{64}/g, '$&\n')}</Modulus>\t<Exponent> AQAB </Exponent></RSAKeyValue>\n`,
    'XML with the namespace': toXml(base64).replace(
      '<RSAKeyValue>',
      '<RSAKeyValue xmlns="http://www.w3.org/2000/09/xmldsig#">',
    ),
  };

  it.each(Object.entries(forms))('takes %s, and gives the same key', (_, input) => {
    const parsing = parsePublicKey(input);
    expect(parsing.ok && parsing.key.thumbprint).toBe(key.kid);
    expect(parsing.ok && parsing.key.modulusBits).toBe(2048);
    expect(parsing.ok && parsing.key.jwk).toEqual(key.jwk);
  });

  it.each([2048, 2056, 3072, 4096])('takes a modulus of %i bits', (bits) => {
    expect(codeOf(makeKey(bits).jwk)).toBe('ok');
  });

  it('refuses a modulus outside 2048 to 4096 bits before any arithmetic', () => {
    expect(codeOf(makeKey(1024).pem)).toBe('bad_key_size');
    expect(codeOf(makeKey(2040).jwk)).toBe('bad_key_size');
    expect(codeOf(bytesJwk(Buffer.alloc(513, 0xff)))).toBe('bad_key_size');
    expect(codeOf(bytesJwk(Buffer.alloc(8192, 0xff)))).toBe('bad_key_size');
    expect(codeOf(toXml('A'.repeat(100_000)))).toBe('bad_key_size');
    expect(codeOf(bytesJwk(Uint8Array.of(3)))).toBe('bad_key_size');
  });

  it.each(['AQ', 'Aw', 'EQ', 'AA', 'AQABAQ', 'AAEAAQ', ''])(
    'refuses the exponent %j in a JWK',
    (e) => {
      expect(codeOf({ ...key.jwk, e })).toBe('bad_key_exponent');
    },
  );

  it('refuses a real key with another exponent in every form', () => {
    const three = makeKey(2048, 3);
    expect(codeOf(three.pem)).toBe('bad_key_exponent');
    expect(codeOf(three.jwk)).toBe('bad_key_exponent');
    expect(codeOf(toXml(Buffer.from(three.jwk.n, 'base64url').toString('base64'), 'Aw=='))).toBe(
      'bad_key_exponent',
    );
  });

  it('refuses an even modulus, a leading zero and loose base64', () => {
    const even = Buffer.from(modulus);
    even[even.length - 1] = 0;
    expect(codeOf(bytesJwk(even))).toBe('bad_key_format');
    expect(codeOf(bytesJwk(Buffer.concat([Buffer.alloc(1), modulus])))).toBe('bad_key_format');
    expect(codeOf({ ...key.jwk, n: `${key.jwk.n}=` })).toBe('bad_key_format');
    expect(codeOf({ ...key.jwk, n: ` ${key.jwk.n}` })).toBe('bad_key_format');
  });

  const privatePem = key.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  it.each([
    ['PKCS#8 PEM', privatePem],
    ['PKCS#1 PEM', key.privateKey.export({ format: 'pem', type: 'pkcs1' }).toString()],
    ['PEM of both halves', `${key.pem}${privatePem}`],
    ['JWK', key.privateKey.export({ format: 'jwk' }) as object],
    ['JWK text', JSON.stringify(key.privateKey.export({ format: 'jwk' }))],
    ['XML', toXml(base64).replace('</RSAKeyValue>', '<D>AQAB</D></RSAKeyValue>')],
  ])('says that a private key was given away: %s', (_, input) => {
    expect(codeOf(input)).toBe('private_key');
  });

  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey;
  const pss = generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).publicKey;
  const hostile: [string, Parameters<typeof parsePublicKey>[0]][] = [
    ['nothing', ''],
    ['a word', 'key'],
    ['an elliptic key', ec.export({ format: 'pem', type: 'spki' }).toString()],
    ['an elliptic JWK', ec.export({ format: 'jwk' })],
    ['an RSA-PSS key', pss.export({ format: 'pem', type: 'spki' }).toString()],
    ['PKCS#1', createPublicKey(key.pem).export({ format: 'pem', type: 'pkcs1' }).toString()],
    ['two PEM blocks', key.pem + key.pem],
    ['text before the PEM', `x\n${key.pem}`],
    ['text behind the PEM', `${key.pem}x`],
    ['trailing DER bytes', toPem(Buffer.concat([fromPem(key.pem), Buffer.alloc(3)]))],
    ['BER lengths', toPem(withLongLength(fromPem(key.pem)))],
    ['a PS256 JWK', { ...key.jwk, alg: 'PS256' }],
    ['an encryption JWK', { ...key.jwk, use: 'enc' }],
    ['a JWK with numbers', { kty: 'RSA', n: 1, e: 65_537 }],
    ['a JWK set', JSON.stringify({ keys: [key.jwk] })],
    ['a JWK with a duplicate', `{"kty":"RSA","n":"${key.jwk.n}","N":"x","e":"AQAB"}`],
    ['an array', '[]'],
    ['a DTD', `<!DOCTYPE x [<!ENTITY e "AQAB">]>${toXml(base64)}`],
    ['an XML declaration', `<?xml version="1.0"?>${toXml(base64)}`],
    ['an entity', toXml(base64, '&e;')],
    ['a comment', toXml(base64.replace(/^..../, '$&<!-- -->'))],
    ['CDATA', toXml(`<![CDATA[${base64}]]>`)],
    ['a processing instruction', toXml(base64).replace('<Exponent>', '<?x?><Exponent>')],
    ['an attribute', toXml(base64).replace('<Modulus>', '<Modulus a="b">')],
    ['another namespace', toXml(base64).replace('<RSAKeyValue>', '<RSAKeyValue xmlns="urn:x">')],
    [
      'other order',
      `<RSAKeyValue><Exponent>AQAB</Exponent><Modulus>${base64}</Modulus></RSAKeyValue>`,
    ],
    ['two exponents', toXml(base64).replace('<Exponent>', '<Exponent>AQAB</Exponent><Exponent>')],
    ['no exponent', `<RSAKeyValue><Modulus>${base64}</Modulus></RSAKeyValue>`],
    ['an empty modulus', toXml('')],
    ['other case', toXml(base64).toLowerCase()],
    ['base64url in XML', toXml(`${key.jwk.n}==`.replace(/^../, '-_'))],
    ['missing padding', toXml(base64.replaceAll('=', ''))],
    ['a no-break space', toXml(`\u00a0${base64}`)],
    ['a prefix', toXml(base64).replaceAll('RSAKeyValue', 'ds:RSAKeyValue')],
  ];

  it.each(hostile)('refuses %s', (_, input) => {
    expect(codeOf(input)).toBe('bad_key_format');
  });

  it('is remembered without growing for ever', () => {
    for (let index = 0; index < 200; index++) {
      const spaced = toXml(base64).replace('<Exponent>', `${' '.repeat(index)}<Exponent>`);
      expect(codeOf(spaced)).toBe('ok');
    }
    expect(parsePublicKey(key.pem)).toBe(parsePublicKey(key.pem));
  });
});

function fromPem(pem: string): Buffer {
  return createPublicKey(pem).export({ format: 'der', type: 'spki' });
}

function toPem(der: Buffer): string {
  return `-----BEGIN PUBLIC KEY-----\n${der.toString('base64')}\n-----END PUBLIC KEY-----\n`;
}

/** The outer length 0x82 hh ll spelled as 0x83 00 hh ll, which BER allows and DER does not. */
function withLongLength(der: Buffer): Buffer {
  return Buffer.concat([Uint8Array.of(0x30, 0x83, 0x00), der.subarray(2)]);
}
