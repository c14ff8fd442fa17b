import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { inspect } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  generateSigningKey,
  signingKeyFromPem,
  toPkcs8Pem,
  type SigningKey,
} from './signing-key.js';

let key: SigningKey;
beforeAll(async () => {
  key = await generateSigningKey({ modulusBits: 2048 });
});

const pemOf = (privateKey: KeyObject): string =>
  privateKey.export({ format: 'pem', type: 'pkcs8' }) as string;

describe('a generated signing key', () => {
  it('has 3072 bits and the exponent 65537 unless told otherwise', async () => {
    const { publicKey, privateKey } = await generateSigningKey();
    expect(publicKey.modulusBits).toBe(3072);
    expect(createPublicKey(privateKey).asymmetricKeyDetails).toEqual({
      modulusLength: 3072,
      publicExponent: 65537n,
    });
  });

  it('has the size that was asked for', async () => {
    expect((await generateSigningKey({ modulusBits: 4096 })).publicKey.modulusBits).toBe(4096);
  });

  it.each([1024, 2047, 16_384])('is never of %d bits', async (bits) => {
    const modulusBits = bits as 2048;
    await expect(generateSigningKey({ modulusBits })).rejects.toMatchObject({
      option: 'modulusBits',
    });
  });

  it('shows its public half alone, as JSON and when printed', () => {
    const { d = '', p = '', q = '' } = key.privateKey.export({ format: 'jwk' });
    const shown =
      JSON.stringify({ key }) +
      JSON.stringify(key.privateKey) +
      inspect(key, { depth: 9, showHidden: true });
    expect(JSON.parse(JSON.stringify(key))).toEqual({ kid: key.publicKey.thumbprint });
    for (const secret of [d, p, q]) expect(shown).not.toContain(secret.slice(0, 16));
    expect(shown).not.toContain('PRIVATE KEY-----');
  });
});

describe('a signing key as PEM', () => {
  it('is read back as the same key', () => {
    const again = signingKeyFromPem(toPkcs8Pem(key));
    expect(again.publicKey.thumbprint).toBe(key.publicKey.thumbprint);
    expect(again.privateKey.equals(key.privateKey)).toBe(true);
  });

  it('is refused unless it is RSA of 2048 to 4096 bits with the exponent 65537', () => {
    const refused = [
      generateKeyPairSync('ed25519').privateKey,
      generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
      generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey,
      generateKeyPairSync('rsa', { modulusLength: 2048, publicExponent: 3 }).privateKey,
    ];
    for (const privateKey of refused) {
      expect(() => signingKeyFromPem(pemOf(privateKey))).toThrow(
        expect.objectContaining({ option: 'privateKey' }),
      );
    }
  });

  it('is refused with a message that repeats nothing of it', () => {
    const pem = toPkcs8Pem(key);
    const body = pem.split('\n')[5] ?? '';
    for (const damaged of [
      pem.slice(27),
      pem.replace(body, body.slice(4)),
      pem.slice(0, 900),
      `${pem}${'x'.repeat(9000)}`,
    ]) {
      const error = catchError(() => signingKeyFromPem(damaged));
      expect(error).toMatchObject({ code: 'invalid_options', option: 'privateKey' });
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(body.slice(8, 24));
    }
  });
});

function catchError(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}
