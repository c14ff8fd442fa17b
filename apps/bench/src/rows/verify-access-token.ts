import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import { verifyAccessToken } from '@licet/core';
import { createVerifier } from 'fast-jwt';
import { jwtVerify } from 'jose';
import { makeAccessTokens, type AccessTokens } from '../access-tokens.js';
import { cpuTime, cycle, type Work } from '../cpu-time.js';
import { microseconds } from '../format.js';
import type { Line, Row } from '../row.js';
import { runRounds } from '../run-rounds.js';
import { splitSigned } from '../split-signed.js';
import { ratio } from '../spread.js';

/** P3: from the text of an access token to the verdict, the secret prebuilt. */
export const verifyAccessTokenRow: Row = {
  id: 'P3',
  measure: async ({ rounds, sliceMilliseconds }) => {
    const tokens = makeAccessTokens(256);
    const bare = hashAlone(tokens);
    const samples = await runRounds(
      {
        ours: cpuTime(verifyWithLicet(tokens), sliceMilliseconds),
        bare: cpuTime(bare, sliceMilliseconds),
        control: cpuTime(bare, sliceMilliseconds),
        fastJwt: cpuTime(verifyWithFastJwt(tokens), sliceMilliseconds),
        jose: cpuTime(verifyWithJose(tokens), sliceMilliseconds),
      },
      rounds,
    );
    const line = (name: string, reference: readonly number[], atMost: number): Line => ({
      work: 'verify an access token, HS256',
      ours: microseconds(samples.ours),
      reference: `${name} ${microseconds(reference)}`,
      measured: ratio(samples.ours, reference),
      unit: 'x',
      atMost,
    });
    return [
      { ...line('HMAC', samples.bare, 1.9), control: ratio(samples.control, samples.bare) },
      line('fast-jwt', samples.fastJwt, 0.8),
      line('jose', samples.jose, 0.07),
    ];
  },
};

function verifyWithLicet({ texts, expected }: AccessTokens): Work {
  return cycle(texts, (text) => {
    const verification = verifyAccessToken(text, expected);
    if (!verification.ok) throw new Error(verification.detail);
  });
}

/** What no verifier can do without: one HMAC over bytes at hand, and one comparison. */
function hashAlone({ texts, secret }: AccessTokens): Work {
  const key = createSecretKey(secret);
  return cycle(texts.map(splitSigned), ({ data, signature }) => {
    if (!timingSafeEqual(createHmac('sha256', key).update(data).digest(), signature))
      throw new Error('The HMAC does not match.');
  });
}

/** The same issuer, audience and time; no cache, as ours has none. */
function verifyWithFastJwt({ texts, secret, expected }: AccessTokens): Work {
  const verify = createVerifier({
    key: Buffer.from(secret),
    algorithms: ['HS256'],
    allowedIss: expected.issuer,
    allowedAud: expected.audience,
    checkTyp: 'JWT',
    clockTimestamp: expected.now * 1000,
    cache: false,
  });
  return cycle(texts, (text) => void verify(text));
}

function verifyWithJose({ texts, secret, expected }: AccessTokens): Work {
  const key = createSecretKey(secret);
  const options = {
    algorithms: ['HS256'],
    issuer: expected.issuer,
    audience: expected.audience,
    typ: 'JWT',
    currentDate: new Date(expected.now * 1000),
  };
  return async (count) => {
    for (let index = 0; index < count; index += 1)
      await jwtVerify(texts[index % texts.length] ?? '', key, options);
  };
}
