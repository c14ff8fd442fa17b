import { domainKeyHash, type DocumentKind } from '@licet/core';
import type { License } from '../../db/licenses.js';
import type { LicenseRow } from '../../db/tables.js';
import type { Sealer } from '../../secrets/sealer.js';
import { domainKeyPurpose } from './domain-key.js';
import type { OwnClaims } from './sign-document.js';

/** The kinds of licenses that have a file. */
export type FileKind = Extract<
  DocumentKind,
  'domain-license' | 'single-user-license' | 'network-license'
>;

/** What a license file is made of. */
export type FileDraft = {
  [Kind in FileKind]: { readonly kind: Kind; readonly own: OwnClaims<Kind> };
}[FileKind];

/** What the file of a license says of its own kind; `undefined` while it has none: a token license, or one that is bound to no machine yet. */
export function draftFile(license: License, sealer: Sealer): FileDraft | undefined {
  switch (license.kind) {
    case 'domain':
      return { kind: 'domain-license', own: toDomainClaims(license, sealer) };
    case 'single-user': {
      const own = toMachineClaims(license);
      return own && { kind: 'single-user-license', own };
    }
    case 'network':
      return { kind: 'network-license', own: toNetworkClaims(license) };
    case 'token':
      return undefined;
  }
}

function toDomainClaims(license: License, sealer: Sealer): OwnClaims<'domain-license'> {
  const { license_id, domains, key_sealed, imported } = license;
  if (imported === 1 || key_sealed === null) return { domains };
  const normalizedKey = sealer.open(domainKeyPurpose, key_sealed).toString();
  return { domains, key: domainKeyHash(license_id, normalizedKey) };
}

/** The claims of a file or an activation code; `undefined` while the license is bound to no machine. */
export function toMachineClaims({
  serial,
  computer_id,
  site_code,
}: LicenseRow): OwnClaims<'activation'> | undefined {
  if (serial === null || (computer_id === null && site_code === null)) return undefined;
  return {
    serial,
    ...(computer_id !== null && { computerId: computer_id }),
    ...(site_code !== null && { siteCode: site_code }),
  };
}

function toNetworkClaims({
  license_id,
  serial,
  server_path: serverPath,
  seats,
}: LicenseRow): OwnClaims<'network-license'> {
  if (serial === null || serverPath === null || seats === null) {
    throw new Error(`The network license ${license_id} is damaged.`);
  }
  return { serial, serverPath, seats };
}
