import type { DomainEntry } from '../domain/domain-scope.js';
import type { EpochSeconds } from '../time/clock.js';
import type { DocumentKind, MaintenanceClaims, PolicyClaims } from './claims.js';

declare const verified: unique symbol;

/** What every kind of license document says, once its signature, trust and claims were checked. Only `verifyDocument` makes one. */
export interface VerifiedDocument {
  readonly [verified]: true;
  readonly kind: DocumentKind;
  readonly issuer: string;
  readonly licenseId: string;
  readonly documentId: string;
  /** Counts the documents of this license: a later one replaces an earlier one. */
  readonly generation: number;
  /** Thumbprint of the key that signed. */
  readonly kid: string;
  readonly issuedAt: EpochSeconds;
  /** Inclusive; absent when the license is valid from its issue. */
  readonly validFrom: EpochSeconds | undefined;
  /** Exclusive; absent when the license is permanent. */
  readonly expiresAt: EpochSeconds | undefined;
  readonly product: string;
  readonly features: readonly string[];
  readonly maintenance: MaintenanceClaims | undefined;
  readonly policy: PolicyClaims;
  readonly status: { readonly index: number; readonly uri: string } | undefined;
  readonly holder: string | undefined;
}

/** A domain license. */
export interface VerifiedLicense extends VerifiedDocument {
  readonly kind: 'domain-license';
  readonly domains: readonly DomainEntry[];
  /** Compare with `domainKeyHash`; absent when the key is imported and can only be checked online. */
  readonly keyHash: string | undefined;
}

/** A license for one machine: a file, or an activation code. At least one of `computerId` and `siteCode` is there. */
export interface VerifiedMachineLicense extends VerifiedDocument {
  readonly kind: 'single-user-license' | 'activation';
  readonly serial: string;
  readonly computerId: string | undefined;
  readonly siteCode: string | undefined;
}

/** A license for a server that counts seats. */
export interface VerifiedNetworkLicense extends VerifiedDocument {
  readonly kind: 'network-license';
  readonly serial: string;
  readonly serverPath: string;
  readonly seats: number;
}

/** A proof that a serial number was sold, for a while. */
export interface VerifiedTokenLicense extends VerifiedDocument {
  readonly kind: 'token-license';
  readonly expiresAt: EpochSeconds;
  readonly serial: string;
  readonly identifier: string | undefined;
  /** It counts for the identifier alone. */
  readonly bound: boolean;
}

/** A seat that was borrowed until `expiresAt`. */
export interface VerifiedLease extends VerifiedDocument {
  readonly kind: 'lease';
  readonly expiresAt: EpochSeconds;
  readonly serial: string;
  readonly leaseId: string;
  readonly leaseGeneration: number;
  readonly identifier: string;
}

/** What each kind of document is once it is verified. */
export interface VerifiedDocuments {
  'domain-license': VerifiedLicense;
  'single-user-license': VerifiedMachineLicense;
  activation: VerifiedMachineLicense;
  'network-license': VerifiedNetworkLicense;
  'token-license': VerifiedTokenLicense;
  lease: VerifiedLease;
}
