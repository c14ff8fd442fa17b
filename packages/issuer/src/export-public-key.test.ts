import { parsePublicKey } from '@licet/core';
import { expect, it } from 'vitest';
import { exportPublicKey } from './export-public-key.js';
import { generateSigningKey } from './signing-key.js';

it('spells a key in three ways that all read as the same key', async () => {
  const { publicKey } = await generateSigningKey();
  const { pem, jwk, xml } = exportPublicKey(publicKey);
  for (const spelling of [pem, jwk, JSON.stringify(jwk), xml]) {
    expect(parsePublicKey(spelling)).toMatchObject({
      ok: true,
      key: { thumbprint: publicKey.thumbprint },
    });
  }
});

it('publishes a JWK with its id and purpose and nothing private', async () => {
  const { publicKey } = await generateSigningKey({ modulusBits: 2048 });
  const { n } = publicKey.jwk;
  const expected = {
    kty: 'RSA',
    n,
    e: 'AQAB',
    kid: publicKey.thumbprint,
    alg: 'RS256',
    use: 'sig',
  };
  expect(exportPublicKey(publicKey).jwk).toEqual(expected);
});
