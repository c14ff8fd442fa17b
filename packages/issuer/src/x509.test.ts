import { createRequire } from 'node:module';
import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { generateSigningKey, type SigningKey } from './signing-key.js';
import { createLeafCertificate, createRootCertificate } from './x509.js';

const notBefore = Date.UTC(2026, 0, 1) / 1000;
const notAfter = Date.UTC(2060, 0, 1) / 1000;
const rootName = 'Licet root iss_abc';

let key: SigningKey;
let leaf: SigningKey;
let rootPem: string;
let root: X509Certificate;
let issued: X509Certificate;

beforeAll(async () => {
  const modulusBits = 2048;
  [key, leaf] = await Promise.all([
    generateSigningKey({ modulusBits }),
    generateSigningKey({ modulusBits }),
  ]);
  rootPem = createRootCertificate({ key, commonName: rootName, notBefore, notAfter });
  root = new X509Certificate(rootPem);
  issued = new X509Certificate(certifyLeafKey());
});

function certifyLeafKey(
  changes: Partial<Parameters<typeof createLeafCertificate>[0]> = {},
): string {
  const request = {
    root: key,
    rootCertificate: rootPem,
    leaf: leaf.publicKey,
    commonName: 'Licet leaf iss_abc',
  };
  return createLeafCertificate({ ...request, notBefore, notAfter, ...changes });
}

describe('a root certificate', () => {
  it('is signed by itself and may certify', () => {
    expect(root.verify(root.publicKey)).toBe(true);
    expect(root.checkIssued(root)).toBe(true);
    expect(root.ca).toBe(true);
    expect(root.checkPrivateKey(key.privateKey)).toBe(true);
  });

  it('names the issuer, underscores included', () => {
    expect([root.subject, root.issuer]).toEqual([`CN=${rootName}`, `CN=${rootName}`]);
  });

  it('is valid for the seconds that were asked for, past 2050 as well', () => {
    expect([root.validFrom, root.validTo].map((text) => Date.parse(text) / 1000)).toEqual([
      notBefore,
      notAfter,
    ]);
  });
});

describe('a leaf certificate', () => {
  it('is signed and issued by the root, and may not certify', () => {
    expect(issued.verify(root.publicKey)).toBe(true);
    expect(issued.checkIssued(root)).toBe(true);
    expect(issued.ca).toBe(false);
    expect(issued.checkPrivateKey(leaf.privateKey)).toBe(true);
  });

  it('has a random positive serial number of 20 octets', () => {
    const serials = Array.from(
      { length: 20 },
      () => new X509Certificate(certifyLeafKey()).serialNumber,
    );
    expect(serials.filter((serial) => !/^[4-7][0-9A-F]{39}$/.test(serial))).toEqual([]);
    expect(new Set(serials).size).toBe(20);
  });

  it('is refused under the certificate of another key, of no authority, or none at all', async () => {
    const other = await generateSigningKey({ modulusBits: 2048 });
    const foreign = createRootCertificate({
      key: other,
      commonName: rootName,
      notBefore,
      notAfter,
    });
    const ownLeaf = createLeafCertificate({
      ...{ root: other, rootCertificate: foreign, leaf: key.publicKey, commonName: 'leaf' },
      ...{ notBefore, notAfter },
    });
    for (const rootCertificate of [
      foreign,
      ownLeaf,
      'no certificate',
      rootPem.slice(0, 400),
      'x'.repeat(20_000),
    ]) {
      expect(() => certifyLeafKey({ rootCertificate })).toThrow(
        expect.objectContaining({ code: 'invalid_options', option: 'rootCertificate' }),
      );
    }
  });
});

it.each([
  ['commonName', { commonName: '' }],
  ['commonName', { commonName: 'x'.repeat(65) }],
  ['notAfter', { notAfter: notBefore }],
  ['notAfter', { notAfter: Number.NaN }],
  ['notAfter', { notAfter: 253_402_300_800 }],
  ['notAfter', { notBefore: 0.5 }],
])('a certificate with a bad %s is refused', (option, changes) => {
  expect(() => certifyLeafKey(changes)).toThrow(expect.objectContaining({ option }));
  expect(() =>
    createRootCertificate({ key, commonName: 'root', notBefore, notAfter, ...changes }),
  ).toThrow(expect.objectContaining({ option }));
});

it('is laid out by a version of node-forge without the known forgeries and endless loops', () => {
  const { version } = createRequire(import.meta.url)('node-forge/package.json') as {
    version: string;
  };
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  expect(major * 1e6 + minor * 1e3 + patch).toBeGreaterThanOrEqual(1_004_003);
});
