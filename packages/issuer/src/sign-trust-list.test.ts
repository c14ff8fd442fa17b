import { readDocument, verifyTrustList } from '@licet/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createVendor, leafStart, type Vendor } from '../test/vendor.js';
import { signTrustList, type TrustListDraft } from './sign-trust-list.js';

let vendor: Vendor;
beforeAll(async () => {
  vendor = await createVendor();
});

const kid = 'A'.repeat(43);
const sign = (changes: Partial<TrustListDraft> = {}): Promise<string> =>
  signTrustList(
    { issuer: 'iss_vendor', sequence: 3, issuedAt: leafStart, burnt: [kid], ...changes },
    vendor.root,
    vendor.lanes,
  );

describe('a list of stolen keys', () => {
  it('is exactly the wire format, members in their order', async () => {
    const reading = readDocument(await sign());
    const header = { alg: 'RS256', typ: 'trust+jwt', kid: vendor.root.publicKey.thumbprint };
    const payload = { v: 1, iss: 'iss_vendor', seq: 3, iat: leafStart, burnt: [kid] };
    expect(JSON.stringify(reading.ok && reading.document)).toBe(
      JSON.stringify({ header, payload }),
    );
  });

  it('is believed by whoever pins the root', async () => {
    expect(verifyTrustList(await sign(), { pins: vendor.pins })).toMatchObject({
      ok: true,
      list: { issuer: 'iss_vendor', sequence: 3, issuedAt: leafStart, burnt: [kid] },
    });
  });

  it('has room for 250 keys and says when there are too many', async () => {
    const burnt = (count: number) =>
      Array.from({ length: count }, (_, at) => String(at).padStart(43, 'A'));
    expect(verifyTrustList(await sign({ burnt: burnt(250) }), { pins: vendor.pins }).ok).toBe(true);
    await expect(sign({ burnt: burnt(300) })).rejects.toMatchObject({ option: 'draft' });
  });

  it.each<Partial<TrustListDraft>>([
    { issuer: '' },
    { sequence: 0 },
    { sequence: 1.5 },
    { issuedAt: -1 },
    { burnt: ['short'] },
    { burnt: ['A'.repeat(44)] },
  ])('is not made with %o', async (changes) => {
    await expect(sign(changes)).rejects.toMatchObject({ code: 'invalid_options', option: 'draft' });
  });

  it('never names the root that signs it', async () => {
    const burnt = [vendor.root.publicKey.thumbprint];
    await expect(sign({ burnt })).rejects.toMatchObject({ option: 'draft' });
  });
});
