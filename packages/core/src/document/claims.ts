import type { DomainEntry } from '../domain/domain-scope.js';
import type { DocumentType } from './document-types.js';

/** What the vendor decided about the days after an end; see the format for the strictest reading of unknown values. */
export interface PolicyClaims {
  readonly graceDays?: number;
  readonly offlineDays?: number;
  readonly onExpiry?: string;
  readonly onStale?: string;
  readonly onClockBack?: string;
  readonly devHosts?: boolean;
}

/** Releases dated on or before `until` are covered; without `until` all are. */
export interface MaintenanceClaims {
  readonly supported: boolean;
  readonly until?: number;
}

/** What the payload of every kind of license document says. Instants are NumericDates (RFC 7519) in whole seconds. */
export interface LicenseClaims {
  readonly v: 1;
  /** Random id of the issuer. */
  readonly iss: string;
  /** License id. */
  readonly sub: string;
  /** Document id. */
  readonly jti: string;
  /** Counts the documents of this license, from 1. */
  readonly gen: number;
  readonly iat: number;
  /** Start of validity, inclusive; only when one was scheduled. */
  readonly nbf?: number;
  /** End of validity, exclusive; absent means permanent. */
  readonly exp?: number;
  /** Product code. */
  readonly product: string;
  readonly features?: readonly string[];
  readonly maintenance?: MaintenanceClaims;
  readonly policy?: PolicyClaims;
  /** Slot in a Token Status List. */
  readonly status?: { readonly status_list: { readonly idx: number; readonly uri: string } };
  /** A display label. */
  readonly holder?: string;
  /** Claims that a reader has to understand. */
  readonly must?: readonly string[];
}

/** `domain-license+jwt`: for hosts. */
export interface DomainLicenseClaims extends LicenseClaims {
  readonly domains: readonly DomainEntry[];
  /** `domainKeyHash` of the license's domain key; left out for imported keys. */
  readonly key?: string;
}

/** `single-user-license+jwt` (a file) and `activation+jwt` (a pasted code): for one machine. At least one of the bindings is there. */
export interface MachineLicenseClaims extends LicenseClaims {
  readonly serial: string;
  readonly computerId?: string;
  readonly siteCode?: string;
}

/** `network-license+jwt`: for a server that counts seats. */
export interface NetworkLicenseClaims extends LicenseClaims {
  readonly serial: string;
  /** As `normalizeServerPath` spells it. */
  readonly serverPath: string;
  readonly seats: number;
}

/** `token-license+jwt`: a proof that a serial number was sold, for a while. */
export interface TokenLicenseClaims extends LicenseClaims {
  readonly exp: number;
  readonly serial: string;
  readonly identifier?: string;
  /** The proof counts for the identifier alone, which holds one of the serial's seats. */
  readonly bound: boolean;
}

/** `lease+jwt`: a seat that was borrowed for some days without a connection. */
export interface LeaseClaims extends LicenseClaims {
  readonly exp: number;
  readonly serial: string;
  readonly lease: string;
  readonly leaseGen: number;
  readonly identifier: string;
}

/** The kinds of license documents with what each says. A kind is its `typ` without `+jwt`. */
export interface DocumentClaims {
  'domain-license': DomainLicenseClaims;
  'single-user-license': MachineLicenseClaims;
  activation: MachineLicenseClaims;
  'network-license': NetworkLicenseClaims;
  'token-license': TokenLicenseClaims;
  lease: LeaseClaims;
}

/** One kind of license document. */
export type DocumentKind = keyof DocumentClaims & KindOf<DocumentType>;
type KindOf<T> = T extends `${infer Kind}+jwt` ? Kind : never;
