import { randomBytes, sign } from 'node:crypto';
import { OptionsError, type EpochSeconds, type PublicKey } from '@licet/core';
import forge from 'node-forge';
import { exportPublicKey } from './export-public-key.js';
import { isInstant } from './is-instant.js';
import { readCertificate } from './read-certificate.js';
import type { SigningKey } from './signing-key.js';

/** What every certificate says of its owner. */
export interface CertificateTerms {
  /** 1 to 64 characters, such as `Licet root iss_…`. */
  readonly commonName: string;
  readonly notBefore: EpochSeconds;
  readonly notAfter: EpochSeconds;
}

/** What a root certificate is made of. */
export interface RootCertificateRequest extends CertificateTerms {
  readonly key: SigningKey;
}

/** What a leaf certificate is made of: the leaf's public key, and the root that vouches for it. */
export interface LeafCertificateRequest extends CertificateTerms {
  readonly root: SigningKey;
  /** PEM, made by {@link createRootCertificate} for the same key. */
  readonly rootCertificate: string;
  readonly leaf: PublicKey;
}

/**
 * A self-signed certificate (RFC 5280) that may certify leaves and nothing deeper, as PEM. It lets
 * other tools open and check the key store; guards never look at it. Throws `OptionsError`
 * (`commonName`, `notAfter`).
 */
export function createRootCertificate({ key, ...terms }: RootCertificateRequest): string {
  const certificate = describe(terms, key.publicKey);
  certificate.setIssuer(certificate.subject.attributes);
  certificate.setExtensions([
    { name: 'basicConstraints', critical: true, cA: true, pathLenConstraint: 0 },
    { name: 'keyUsage', critical: true, keyCertSign: true, digitalSignature: true },
    { name: 'subjectKeyIdentifier' },
  ]);
  return signCertificate(certificate, key);
}

/**
 * The certificate of a leaf, signed by the root, as PEM. Throws `OptionsError` (`rootCertificate`,
 * `commonName`, `notAfter`).
 */
export function createLeafCertificate({
  root,
  rootCertificate,
  leaf,
  ...terms
}: LeafCertificateRequest): string {
  const authority = readRootCertificate(rootCertificate, root);
  const certificate = describe(terms, leaf);
  certificate.setIssuer(authority.subject.attributes);
  certificate.setExtensions([
    { name: 'basicConstraints', critical: true, cA: false },
    { name: 'keyUsage', critical: true, digitalSignature: true },
    { name: 'subjectKeyIdentifier' },
    {
      name: 'authorityKeyIdentifier',
      keyIdentifier: authority.generateSubjectKeyIdentifier().getBytes(),
    },
  ]);
  return signCertificate(certificate, root);
}

function describe(
  { commonName, notBefore, notAfter }: CertificateTerms,
  key: PublicKey,
): forge.pki.Certificate {
  if (commonName.length < 1 || commonName.length > 64) {
    throw new OptionsError('commonName', 'expected 1 to 64 characters.');
  }
  if (!isInstant(notBefore) || !isInstant(notAfter) || notBefore >= notAfter) {
    throw new OptionsError('notAfter', 'expected whole seconds, notBefore before notAfter.');
  }
  const certificate = forge.pki.createCertificate();
  certificate.serialNumber = randomSerialNumber();
  certificate.validity.notBefore = new Date(notBefore * 1000);
  certificate.validity.notAfter = new Date(notAfter * 1000);
  certificate.publicKey = forge.pki.publicKeyFromPem(exportPublicKey(key).pem);
  // UTF-8, as a PrintableString has no underscore. The published types name the wrong enum here.
  const utf8: object = { valueTagClass: forge.asn1.Type.UTF8 };
  certificate.setSubject([{ name: 'commonName', value: commonName, ...utf8 }]);
  return certificate;
}

/**
 * 158 random bits in 20 octets, the most that RFC 5280 section 4.1.2.2 allows; the two bits on top
 * are 01, which makes the number positive and the length fixed.
 */
function randomSerialNumber(): string {
  const serial = randomBytes(20);
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40;
  return serial.toString('hex');
}

/**
 * Forge lays the certificate out; node:crypto signs it, fast and without timing that tells of the
 * key.
 */
function signCertificate(certificate: forge.pki.Certificate, signer: SigningKey): string {
  const algorithm = forge.pki.oids.sha256WithRSAEncryption ?? '';
  certificate.signatureOid = algorithm;
  certificate.siginfo.algorithmOid = algorithm;
  certificate.signature = '';
  const [toBeSigned] = forge.pki.certificateToAsn1(certificate).value as forge.asn1.Asn1[];
  if (toBeSigned === undefined) throw new Error('A certificate came out empty.');
  const der = Buffer.from(forge.asn1.toDer(toBeSigned).getBytes(), 'latin1');
  certificate.signature = sign('sha256', der, signer.privateKey).toString('latin1');
  return forge.pki.certificateToPem(certificate).replaceAll('\r\n', '\n');
}

function readRootCertificate(pem: string, root: SigningKey): forge.pki.Certificate {
  const certificate = readCertificate(pem);
  if (certificate?.ca !== true || !certificate.checkPrivateKey(root.privateKey)) {
    throw new OptionsError(
      'rootCertificate',
      'expected the PEM certificate of the root that signs.',
    );
  }
  return forge.pki.certificateFromPem(certificate.toString());
}
