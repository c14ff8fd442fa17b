import { createSecretKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { makeKey } from '../../test/vendor.js';
import { createTokenSecrets, type TokenSecretInput } from './token-secrets.js';

const text = (value: string) => Buffer.from(value);
const key = makeKey();
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });

describe('secrets', () => {
  it('are taken as bytes and as KeyObjects, in the forms that random bytes are written in', () => {
    const bytes = randomBytes(32);
    for (const good of [
      bytes,
      new Uint8Array(bytes),
      createSecretKey(bytes),
      randomBytes(512),
      text(bytes.toString('hex')),
      text(bytes.toString('base64url')),
      text('31415926535897932384626433832795028841'),
    ]) {
      expect(createTokenSecrets(good).secrets).toHaveLength(1);
    }
  });

  it('are of every possible first byte: no random secret is taken for something else', () => {
    for (let first = 0; first < 256; first++) {
      const bytes = Buffer.concat([Buffer.of(first), randomBytes(31)]);
      expect(createTokenSecrets(bytes).algorithm).toBe('HS256');
    }
  });

  it.each<[string, TokenSecretInput]>([
    ['31 bytes', randomBytes(31)],
    ['no bytes', new Uint8Array()],
    ['513 bytes', randomBytes(513)],
    ['text', 'a text of more than thirty-two characters' as never],
    ['nothing', undefined as never],
    ['a public KeyObject', ec.publicKey],
    ['a private KeyObject', ec.privateKey],
    ['a public PEM', text(key.pem)],
    ['a public PEM behind something', text(`key:\n${key.pem}`)],
    ['a private PEM', text(ec.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString())],
    ['a certificate', text(`-----BEGIN CERTIFICATE-----\n${randomBytes(60).toString('base64')}`)],
    ['a public JWK', text(JSON.stringify(key.jwk))],
    ['a symmetric JWK', text(JSON.stringify({ kty: 'oct', k: randomBytes(32).toString('hex') }))],
    ['a JWK set', text(JSON.stringify({ keys: [key.jwk] }, null, 2))],
    ['RSAKeyValue XML', text('<RSAKeyValue><Modulus>AQAB</Modulus></RSAKeyValue>')],
    ['an OpenSSH key', text('ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ+x')],
    ['a public key in DER', ec.publicKey.export({ format: 'der', type: 'spki' })],
    ['a private key in DER', ec.privateKey.export({ format: 'der', type: 'pkcs8' })],
    ['zeros', new Uint8Array(32)],
    ['a count', Uint8Array.from({ length: 32 }, (_, index) => index)],
    ['a count by sevens', Uint8Array.from({ length: 64 }, (_, index) => index * 7)],
    ['the alphabet', text('abcdefghijklmnopqrstuvwxyz0123456789')],
    ['one word again and again', text('correct-horse,'.repeat(3))],
    ['one word twice and a half', text('Token-secret-1Token-secret-1Token-s')],
    ['what jwt.io shows', text('a-string-secret-at-least-256-bits-long')],
    ['a known one in capitals', text('THIS-IS-A-SECRET-KEY-THAT-IS-AT-LEAST-32-CHARACTERS')],
  ])('are refused when they are %s', (_, input) => {
    expect(() => createTokenSecrets([randomBytes(32), input])).toThrow(
      expect.objectContaining({ code: 'invalid_options', option: 'secrets[1]' }),
    );
  });

  it('are one to sixteen, under names that a header can carry', () => {
    expect(() => createTokenSecrets([])).toThrow('secrets');
    const many = (count: number) => Array.from({ length: count }, () => randomBytes(32));
    expect(createTokenSecrets(many(16)).find(undefined)).toHaveLength(16);
    expect(() => createTokenSecrets(many(17))).toThrow('secrets');
    for (const kid of ['', 'a b', '../x', 'x'.repeat(65)]) {
      expect(() => createTokenSecrets({ kid, secret: randomBytes(32) })).toThrow(
        expect.objectContaining({ option: 'secrets[0].kid' }),
      );
    }
  });

  it('do not show themselves', () => {
    const bytes = randomBytes(32);
    const secrets = createTokenSecrets({ kid: 'a', secret: bytes });
    const shown = inspect(secrets, { depth: 9 }) + JSON.stringify(secrets);
    for (const encoding of ['hex', 'base64', 'base64url', 'latin1'] as const)
      expect(shown).not.toContain(bytes.toString(encoding));
    const weak = text('correct-horse,'.repeat(3));
    expect(() => createTokenSecrets(weak)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('horse') }),
    );
  });

  it('do not follow the bytes that they were made of', () => {
    const bytes = randomBytes(32);
    const copy = Buffer.from(bytes);
    const { secrets } = createTokenSecrets(bytes);
    bytes.fill(0);
    expect(secrets[0].key.export().equals(copy)).toBe(true);
  });
});
