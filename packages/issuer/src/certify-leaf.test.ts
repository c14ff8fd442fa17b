import { createTrustedKeys, readDocument, verifyDocument } from '@licet/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createVendor, leafEnd, leafStart, smallestClaims, type Vendor } from '../test/vendor.js';
import { certifyLeaf } from './certify-leaf.js';
import { signLicense } from './sign-license.js';

let vendor: Vendor;
beforeAll(async () => {
  vendor = await createVendor();
});

describe('the statement about a leaf', () => {
  it('is exactly the wire format, members in their order', () => {
    const { root, signer } = vendor;
    const reading = readDocument(signer.statement);
    const { kty, n, e } = signer.key.publicKey.jwk;
    const times = { iat: leafStart, nbf: leafStart, exp: leafEnd };
    const payload = { v: 1, iss: 'iss_vendor', jwk: { kty, n, e }, use: 'license', ...times };
    const header = { alg: 'RS256', typ: 'leaf+jwt', kid: root.publicKey.thumbprint };
    expect(reading).toMatchObject({ ok: true });
    expect(JSON.stringify(reading.ok && reading.document)).toBe(
      JSON.stringify({ header, payload }),
    );
  });

  it('lets a guard that pins the root alone accept the leaf', async () => {
    const text = await signLicense('domain-license', smallestClaims, vendor.signer, vendor.lanes);
    const expected = { kind: 'domain-license', product: 'shop' } as const;
    const { root, signer, pins } = vendor;
    expect(pins.keys.map((key) => key.thumbprint)).toEqual([root.publicKey.thumbprint]);
    expect(verifyDocument(text, { ...expected, pins })).toMatchObject({ ok: true });
    const leafPin = createTrustedKeys(signer.key.publicKey.jwk);
    expect(verifyDocument(text, { ...expected, pins: leafPin })).toMatchObject({ ok: true });
  });

  it('means nothing to a guard that pins another root', async () => {
    const other = await createVendor();
    const text = await signLicense('domain-license', smallestClaims, vendor.signer, vendor.lanes);
    const verification = verifyDocument(text, {
      kind: 'domain-license',
      product: 'shop',
      pins: other.pins,
    });
    expect(verification).toMatchObject({ ok: false, code: 'untrusted_key' });
  });

  it('is not made about the root itself', async () => {
    const { root, lanes, issuer } = vendor;
    const times = { issuedAt: 1, notBefore: 1, expiresAt: 2 };
    const certifying = certifyLeaf(
      { root, leaf: root.publicKey, issuer, use: 'license', ...times },
      lanes,
    );
    await expect(certifying).rejects.toMatchObject({ code: 'invalid_options', option: 'leaf' });
  });

  it.each([
    { notBefore: leafEnd },
    { expiresAt: leafStart },
    { expiresAt: Number.NaN },
    { notBefore: 0.5 },
    { issuedAt: -1 },
    { expiresAt: 253_402_300_800 },
  ])('is not made with times that are out of order or no whole seconds: %o', async (times) => {
    await expect(createVendor(times)).rejects.toMatchObject({ option: 'expiresAt' });
  });

  it.each(['', 'two words', 'x'.repeat(129)])(
    'is not made for the issuer id "%s"',
    async (issuer) => {
      await expect(createVendor({ issuer })).rejects.toMatchObject({ option: 'issuer' });
    },
  );
});
