import {
  createTrustedKeys,
  decodeBase64Url,
  encodeBase64Url,
  verifyDocument,
  type DomainLicenseClaims,
  type Verification,
} from '@licet/core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  createVendor,
  fullClaims,
  leafEnd,
  leafStart,
  smallestClaims,
  type Vendor,
} from '../test/vendor.js';
import { maxSignedLength, signLicense } from './sign-license.js';
import { generateSigningKey } from './signing-key.js';
import type { SigningLanes } from './signing-lanes.js';

let vendor: Vendor;
beforeAll(async () => {
  vendor = await createVendor();
});

const sign = (claims: DomainLicenseClaims): Promise<string> =>
  signLicense('domain-license', claims, vendor.signer, vendor.lanes);

const verify = (text: string, product = 'shop'): Verification =>
  verifyDocument(text, { kind: 'domain-license', product, pins: vendor.pins });

const decode = (part: string | undefined): string =>
  new TextDecoder().decode(decodeBase64Url(part ?? ''));

/** Lanes that never sign, to show that a draft was refused before it came to that. */
const closedLanes: SigningLanes = {
  sign: () => Promise.reject(new Error('It came to signing.')),
  waiting: 0,
};

const refusal = async (claims: unknown, signer = vendor.signer): Promise<unknown> =>
  signLicense('domain-license', claims as DomainLicenseClaims, signer, closedLanes).catch(
    (error: unknown) => error,
  );

describe('a signed domain license', () => {
  it('has exactly the header of the format, members in their order', async () => {
    const [header] = (await sign(smallestClaims)).split('.');
    const { key, statement } = vendor.signer;
    const expected = {
      alg: 'RS256',
      typ: 'domain-license+jwt',
      kid: key.publicKey.thumbprint,
      leaf: statement,
    };
    expect(decode(header)).toBe(JSON.stringify(expected));
  });

  it('has exactly the payload of the format, members in their order however they were given', async () => {
    const reverse = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(reverse);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([name, member]) => [name, reverse(member)]),
      );
    };
    const [, payload] = (await sign(reverse(fullClaims) as DomainLicenseClaims)).split('.');
    expect(decode(payload)).toBe(
      '{"v":1,"iss":"iss_vendor","sub":"lic_1","jti":"doc_1","gen":1,"iat":1750000000,"nbf":1750000100,' +
        '"exp":1790000000,"product":"shop","domains":[{"name":"example.com","scope":"host+www"},' +
        '{"name":"xn--bcher-kva.example","scope":"one-label"},{"name":"192.0.2.7","scope":"host"}],' +
        `"key":"${'A'.repeat(43)}","features":["reports","export"],"maintenance":{"supported":true,"until":1780000000},` +
        '"policy":{"graceDays":7,"offlineDays":30,"onExpiry":"read-only","onStale":"warn","onClockBack":"block",' +
        '"devHosts":false},"status":{"status_list":{"idx":77,"uri":"urn:licet:iss_vendor:status:0"}},' +
        '"holder":"Bücher & Söhne","must":["policy","status"]}',
    );
  });

  it('says to a guard what the vendor said', async () => {
    const verification = verify(await sign(fullClaims));
    expect(verification).toMatchObject({
      ok: true,
      license: {
        issuer: 'iss_vendor',
        licenseId: 'lic_1',
        documentId: 'doc_1',
        generation: 1,
        issuedAt: fullClaims.iat,
        validFrom: fullClaims.nbf,
        expiresAt: fullClaims.exp,
        domains: fullClaims.domains,
        features: fullClaims.features,
        policy: fullClaims.policy,
        status: { index: 77, uri: 'urn:licet:iss_vendor:status:0' },
        holder: fullClaims.holder,
      },
    });
  });

  it('is the same text for the same claims', async () => {
    expect(await sign(fullClaims)).toBe(await sign({ ...fullClaims }));
  });

  it('is accepted whatever a vendor may say, and as long as a document may be', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryClaims, async (claims) => {
        const text = await sign(claims);
        expect(text.length).toBeLessThanOrEqual(maxSignedLength);
        const verification = verify(text, claims.product);
        expect(verification).toMatchObject({
          ok: true,
          license: { licenseId: claims.sub, expiresAt: claims.exp },
        });
      }),
    );
  });

  it('no longer verifies after any change of one claim', async () => {
    const text = await sign(fullClaims);
    const [header = '', , signature = ''] = text.split('.');
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(fullClaims)),
        arbitraryClaims,
        fc.boolean(),
        (name, other, removed) => {
          const rest = Object.fromEntries(
            Object.entries(fullClaims).filter(([other]) => other !== name),
          );
          const value = (other as unknown as Record<string, unknown>)[name];
          const changed = removed || value === undefined ? rest : { ...fullClaims, [name]: value };
          fc.pre(JSON.stringify(changed) !== JSON.stringify(fullClaims));
          const forged = `${header}.${encodeBase64Url(JSON.stringify(changed))}.${signature}`;
          expect(verify(forged)).toMatchObject({ ok: false, code: 'bad_signature' });
        },
      ),
    );
  });
});

describe('a draft', () => {
  it.each<[string, object]>([
    ['of another version', { v: 2 }],
    ['without an id', { sub: '' }],
    ['with an id of the wrong kind', { jti: 7 }],
    ['that counts from 0', { gen: 0 }],
    ['with a fraction of a second', { iat: 1_750_000_000.5 }],
    ['with a time as text', { exp: '2026-12-30' }],
    ['with a time after the year 9999', { exp: 253_402_300_800 }],
    ['with an end that JSON cannot hold', { exp: Number.POSITIVE_INFINITY }],
    ['with a product code that guards refuse', { product: 'my shop' }],
    ['without domains', { domains: [] }],
    ['with a domain in Unicode', { domains: [{ name: 'bücher.example', scope: 'host' }] }],
    ['with a domain in capitals', { domains: [{ name: 'Example.com', scope: 'host' }] }],
    ['with a domain that no host can have', { domains: [{ name: 'a_b.example', scope: 'host' }] }],
    ['with a wildcard for a name', { domains: [{ name: '*.example.com', scope: 'host' }] }],
    [
      'with an address that is not canonical',
      { domains: [{ name: '2001:DB8::1', scope: 'host' }] },
    ],
    [
      'with a scope that no guard knows',
      { domains: [{ name: 'example.com', scope: 'everything' }] },
    ],
    ['with a domain key in the clear', { key: '7KQ2-M0XB-9TRD-4HV0' }],
    ['with an empty feature', { features: [''] }],
    ['with negative days of grace', { policy: { graceDays: -1 } }],
    ['with a slot outside the list', { status: { status_list: { idx: 2 ** 20, uri: 'urn:x' } } }],
    ['with a line break in the holder', { holder: 'a\nb' }],
    ['that demands what no guard understands', { must: ['telepathy'] }],
    ['with a claim that the format does not know', { email: 'a@example.com' }],
    ['with a misspelled member deep inside', { policy: { graceDay: 3 } }],
    [
      'longer than a document may be',
      { features: Array.from({ length: 200 }, (_, index) => `${'f'.repeat(50)}${String(index)}`) },
    ],
  ])('%s is refused before it is signed', async (_, change) => {
    expect(await refusal({ ...smallestClaims, ...change })).toMatchObject({
      code: 'invalid_options',
      option: 'claims',
    });
  });
});

describe('a signer', () => {
  const signersFault = { code: 'invalid_options', option: 'signer' };

  it('is refused when its statement certifies another key', async () => {
    const key = await generateSigningKey({ modulusBits: 2048 });
    expect(await refusal(smallestClaims, { ...vendor.signer, key })).toMatchObject(signersFault);
  });

  it.each(['', 'no statement', 'e30.e30.AA'])(
    'is refused with "%s" for a statement',
    async (statement) => {
      expect(await refusal(smallestClaims, { ...vendor.signer, statement })).toMatchObject(
        signersFault,
      );
    },
  );

  it('is refused with a license in the place of the statement', async () => {
    const statement = await sign(smallestClaims);
    expect(await refusal(smallestClaims, { ...vendor.signer, statement })).toMatchObject(
      signersFault,
    );
  });

  it('is refused for a license of another issuer', async () => {
    expect(await refusal({ ...smallestClaims, iss: 'iss_other' })).toMatchObject(signersFault);
  });

  it('is refused when it is certified for status lists', async () => {
    const { signer } = await createVendor({ use: 'status' });
    expect(await refusal(smallestClaims, signer)).toMatchObject(signersFault);
  });

  it.each([leafStart - 1, leafEnd])('is refused at %d, when it is not certified', async (iat) => {
    expect(await refusal({ ...smallestClaims, iat })).toMatchObject(signersFault);
  });

  it.each([leafStart, leafEnd - 1])(
    'may sign at %d, the first and the last second of its time',
    async (iat) => {
      expect(verify(await sign({ ...smallestClaims, iat }))).toMatchObject({ ok: true });
    },
  );

  it('that makes a spoiled signature gives nothing away: the text is not returned', async () => {
    const spoiled: SigningLanes = {
      waiting: 0,
      sign: async (privateKey, data) => {
        const signature = await vendor.lanes.sign(privateKey, data);
        signature[7] = (signature[7] ?? 0) ^ 1;
        return signature;
      },
    };
    await expect(
      signLicense('domain-license', smallestClaims, vendor.signer, spoiled),
    ).rejects.toThrow('did not verify');
  });

  it('may be pinned itself, without its root', async () => {
    const pins = createTrustedKeys(vendor.signer.key.publicKey.jwk);
    const text = await sign(smallestClaims);
    expect(verifyDocument(text, { kind: 'domain-license', product: 'shop', pins })).toMatchObject({
      ok: true,
    });
  });
});

const seconds = fc.integer({ min: 0, max: 253_402_300_799 });
const word = fc.stringMatching(/^[!-~]{1,64}$/);
const days = fc.nat({ max: 36_500 });
const holder = fc.stringMatching(/^[a-zA-Z0-9 "\\&<>äöüß漢字]{1,60}$/);
const domain = fc.record({
  name: fc.stringMatching(/^[a-z][a-z0-9]{0,20}\.(?:example|xn--p1ai|co\.uk)$/),
  scope: fc.constantFrom('host', 'host+www', 'subdomains', 'one-label'),
});

/**
 * Everything that the format lets a vendor say, leaving out any of the claims that may be left out.
 */
const arbitraryClaims: fc.Arbitrary<DomainLicenseClaims> = fc.record(
  {
    v: fc.constant(1 as const),
    iss: fc.constant('iss_vendor'),
    sub: word,
    jti: word,
    gen: fc.integer({ min: 1 }),
    iat: fc.integer({ min: leafStart, max: leafEnd - 1 }),
    nbf: seconds,
    exp: seconds,
    product: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/),
    domains: fc.array(domain, { minLength: 1, maxLength: 5 }),
    key: fc.stringMatching(/^[A-Za-z0-9_-]{43}$/),
    features: fc.array(word, { maxLength: 5 }),
    maintenance: fc.record(
      { supported: fc.boolean(), until: seconds },
      { requiredKeys: ['supported'] },
    ),
    policy: fc.record(
      {
        graceDays: days,
        offlineDays: days,
        onExpiry: word,
        onStale: word,
        onClockBack: word,
        devHosts: fc.boolean(),
      },
      { requiredKeys: [] },
    ),
    status: fc.record({ status_list: fc.record({ idx: fc.nat({ max: 2 ** 20 - 1 }), uri: word }) }),
    holder,
    must: fc.subarray(['policy', 'status', 'exp', 'domains']),
  },
  { requiredKeys: ['v', 'iss', 'sub', 'jti', 'gen', 'iat', 'product', 'domains'] },
);
