import type { DomainLicenseClaims } from '@licet/core';
import { createDomainKey } from '@licet/issuer';
import type { TestServer } from './test-server.js';

export const paths = {
  generate: '/gen/LicenseGen/generate/domainlic',
  status: '/gen/LicenseGen/check/license-status',
  renew: '/update/LicenseUpdate/RenewDomainLicense',
  validate: '/val/LicenseVal/validate/domain',
  activate: '/web/LicenseWeb/activate/domainlic',
} as const;

export interface Sold {
  readonly scriptname: string;
  readonly domainname: string;
  readonly domainkey: string;
}

/** Creates products once. */
export async function createProducts(server: TestServer): Promise<void> {
  await server.post('/v1/products', { code: 'acme-shop', name: 'Acme Shop' });
  await server.post('/v1/products', { code: 'acme-cloud', name: 'Acme Cloud', termDays: 30 });
}

/** Issues a license under one of the products: acme-shop for ever, acme-cloud for 30 days. */
export async function sell(server: TestServer, sale: Partial<Sold> = {}): Promise<Sold> {
  const sold = {
    scriptname: 'acme-cloud',
    domainname: 'example.com',
    domainkey: createDomainKey(),
    ...sale,
  };
  const answer = await server.post(paths.generate, sold);
  if (answer.status !== 200) throw new Error(answer.text);
  return sold;
}

/** Fetches the file of a license by operation 7. */
export async function fetchFile(server: TestServer, sold: Sold): Promise<string> {
  const answer = await server.post(paths.activate, sold);
  if (answer.status !== 200) throw new Error(answer.text);
  return Buffer.from(answer.json.licenseFileBase64, 'base64').toString();
}

/** The signed claims of a file. */
export function claimsOf(file: string): DomainLicenseClaims {
  return decodePart(file, 1) as DomainLicenseClaims;
}

/** The kid of the key that signed a file. */
export function kidOf(file: string): string {
  return (decodePart(file, 0) as { kid: string }).kid;
}

function decodePart(file: string, index: 0 | 1): unknown {
  return JSON.parse(Buffer.from(file.split('.')[index] ?? '', 'base64url').toString());
}
