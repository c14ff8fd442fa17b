import { X509Certificate } from 'node:crypto';

/** Longer than a certificate of a 4096-bit key with every extension in use. */
const maxPemLength = 16_384;

/** Reads one PEM certificate with node:crypto, so that forge only sees what is known to be one. */
export function readCertificate(pem: string): X509Certificate | undefined {
  if (pem.length > maxPemLength) return undefined;
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}
