import { X509Certificate } from 'node:crypto';
import { readDocument } from '@licet/core';
import { describe, expect, it } from 'vitest';
import { certifyNewLeaf, certifyRoot } from './certify-keys.js';
import { generateSigningKey } from './signing-key.js';
import { createSigningLanes } from './signing-lanes.js';

const now = 1_782_864_000;
const day = 86_400;

describe('the keys of a vendor', () => {
  it('are certified for as long as they are of use, from a little before now', async () => {
    const [key, { publicKey: leaf }] = await Promise.all([
      generateSigningKey({ modulusBits: 2048 }),
      generateSigningKey({ modulusBits: 2048 }),
    ]);
    const owner = { issuer: 'iss_vendor', now };
    const root = certifyRoot(key, owner);
    const lanes = createSigningLanes();
    const { statement, certificates } = await certifyNewLeaf(
      { leaf, use: 'license', root },
      owner,
      lanes,
    );
    const reading = readDocument(statement);
    expect(reading.ok && reading.document.payload).toMatchObject({
      iss: 'iss_vendor',
      use: 'license',
      iat: now,
      nbf: now - 300,
      exp: now + 3650 * day,
    });
    const [leafCertificate, rootCertificate] = certificates.map((pem) => new X509Certificate(pem));
    expect(leafCertificate!.verify(rootCertificate!.publicKey)).toBe(true);
    expect(leafCertificate!.subject).toBe('CN=Licet license iss_vendor');
    expect(Date.parse(leafCertificate!.validTo) / 1000).toBe(now + 3650 * day);
    expect(rootCertificate!.subject).toBe('CN=Licet root iss_vendor');
    expect(Date.parse(rootCertificate!.validFrom) / 1000).toBe(now - 300);
    expect(Date.parse(rootCertificate!.validTo) / 1000).toBe(now + 10_950 * day);
  });
});
