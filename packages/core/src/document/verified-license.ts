import type { DomainEntry } from '../domain/domain-scope.js';
import type { EpochSeconds } from '../time/clock.js';
import type { DomainLicenseClaims, PolicyClaims } from './claims.js';

declare const verified: unique symbol;

/** A domain license whose signature, trust and claims were checked. Only `verifyDocument` makes one. */
export interface VerifiedLicense {
  readonly [verified]: true;
  readonly kind: 'domain-license';
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
  readonly domains: readonly DomainEntry[];
  /** Compare with `domainKeyHash`; absent when the key is imported and can only be checked online. */
  readonly keyHash: string | undefined;
  readonly features: readonly string[];
  readonly maintenance: { readonly supported: boolean; readonly until?: EpochSeconds } | undefined;
  readonly policy: PolicyClaims;
  readonly status: { readonly index: number; readonly uri: string } | undefined;
  readonly holder: string | undefined;
}

/**
 * Translates checked claims, and freezes what they are made of rather than copying it. Call it with claims whose signature was verified,
 * nothing else.
 */
export function toVerifiedLicense(claims: DomainLicenseClaims, kid: string): VerifiedLicense {
  const slot = claims.status?.status_list;
  const license: Omit<VerifiedLicense, typeof verified> = {
    kind: 'domain-license',
    issuer: claims.iss,
    licenseId: claims.sub,
    documentId: claims.jti,
    generation: claims.gen,
    kid,
    issuedAt: claims.iat,
    validFrom: claims.nbf,
    expiresAt: claims.exp,
    product: claims.product,
    domains: freezeEach(claims.domains),
    keyHash: claims.key,
    features: Object.freeze(claims.features ?? []),
    maintenance: claims.maintenance && Object.freeze(claims.maintenance),
    policy: Object.freeze(claims.policy ?? {}),
    status: slot && Object.freeze({ index: slot.idx, uri: slot.uri }),
    holder: claims.holder,
  };
  return Object.freeze(license) as VerifiedLicense;
}

function freezeEach<T extends object>(list: readonly T[]): readonly T[] {
  for (const item of list) Object.freeze(item);
  return Object.freeze(list);
}
