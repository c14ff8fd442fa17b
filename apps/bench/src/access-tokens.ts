import { randomBytes } from 'node:crypto';
import { createTokenSecrets, type AccessTokenExpectations } from '@licet/core';
import { newTokenId, signAccessToken } from '@licet/issuer';

/** Different access tokens of one setting, and what they are held against. */
export interface AccessTokens {
  readonly texts: readonly string[];
  readonly secret: Uint8Array;
  readonly expected: AccessTokenExpectations;
}

const issuedAt = 1_767_225_600;

/** Signs `count` tokens as the server does. */
export function makeAccessTokens(count: number): AccessTokens {
  const secret = randomBytes(32);
  const expected = {
    secrets: createTokenSecrets(secret),
    setting: 1,
    issuer: 'Example Shops Ltd',
    audience: 'https://api.example.com',
    now: issuedAt + 60,
  };
  const texts = Array.from({ length: count }, (_, index) =>
    signAccessToken(
      {
        iss: expected.issuer,
        sub: `DEVICE${String(index).padStart(5, '0')}`,
        aud: expected.audience,
        setting: expected.setting,
        jti: newTokenId(),
        iat: issuedAt,
        exp: issuedAt + 3600,
      },
      expected.secrets,
    ),
  );
  return { texts, secret, expected };
}
