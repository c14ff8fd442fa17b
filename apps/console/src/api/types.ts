// The shapes of /v1, as far as the console reads or writes them. Instants are RFC 3339 texts; what is not there is left out.

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

export const licenseKinds = ['domain', 'single-user', 'network', 'token'] as const;
export type LicenseKind = (typeof licenseKinds)[number];

export const standings = ['valid', 'not-yet-valid', 'expired', 'suspended', 'revoked'] as const;
export type Standing = (typeof standings)[number];

export const domainScopes = ['host', 'host+www', 'subdomains', 'one-label'] as const;

export const policyActions = ['block', 'read-only', 'warn'] as const;
type PolicyAction = (typeof policyActions)[number];

export interface Policy {
  readonly graceDays?: number;
  readonly offlineDays?: number;
  readonly onExpiry?: PolicyAction;
  readonly onStale?: PolicyAction;
  readonly onClockBack?: PolicyAction;
  readonly devHosts?: boolean;
}

export interface Product {
  readonly code: string;
  readonly name: string;
  readonly termDays?: number;
  readonly proofDays?: number;
  readonly transferLimit?: number;
  readonly activationsPerDay?: number;
  readonly features?: readonly string[];
  readonly policy?: Policy;
  readonly maintenanceSupported?: boolean;
  readonly createdAt: string;
}

export interface Maintenance {
  readonly supported: boolean;
  readonly until?: string;
}

export interface License {
  readonly id: string;
  readonly kind: LicenseKind;
  readonly product: string;
  readonly state: 'active' | 'suspended' | 'revoked';
  readonly validFrom?: string;
  readonly validTo?: string;
  readonly standing: Standing;
  readonly features?: readonly string[];
  readonly maintenance?: Maintenance;
  readonly policy?: Policy;
  readonly holder?: string;
  readonly generation: number;
  readonly transfers?: number;
  readonly createdAt: string;
  readonly domains?: readonly { readonly name: string; readonly scope: string }[];
  /** Only in the answer of the creation. */
  readonly key?: string;
  readonly serial?: string;
  readonly seats?: number;
  readonly computerId?: string;
  readonly siteCode?: string;
  readonly serverPath?: string;
}

export interface Activation {
  readonly id: string;
  readonly kind: 'activation-code' | 'token';
  readonly identifier: string;
  readonly lastIssuedAt: string;
  readonly expiresAt?: string;
  readonly revokedAt?: string;
}

export interface ActivationCode {
  readonly code: string;
}

export interface Seat {
  readonly seat: number;
  readonly holder: string;
  readonly kind: 'token' | 'lease' | 'borrowed';
  readonly leaseId: string;
  readonly takenAt: string;
  readonly endsAt: string;
}

export interface Holder {
  readonly identifier: string;
  readonly name?: string;
  readonly email?: string;
}

export interface TokenSetting {
  readonly id: number;
  readonly name: string;
  readonly issuer: string;
  readonly audience: string;
  readonly lifetimeSeconds: number;
  readonly allowsClientKeys: boolean;
  /** Only when it is new. */
  readonly secret?: string;
}

export const apiKeyScopes = ['admin', 'issue', 'client'] as const;

export interface ApiKey {
  readonly id: string;
  readonly scope: (typeof apiKeyScopes)[number];
  readonly kind: 'secret' | 'publishable';
  readonly name: string;
  readonly last4: string;
  readonly product?: string;
  readonly createdAt: string;
  readonly expiresAt?: string;
  readonly revokedAt?: string;
  readonly lastUsedAt?: string;
  /** Only when it is new. */
  readonly key?: string;
}

export interface SigningKey {
  readonly kid: string;
  readonly use: 'root' | 'license' | 'status';
  readonly status: 'active' | 'retired' | 'burnt';
  readonly pem: string;
  readonly jwk: Readonly<Record<string, string>>;
  readonly xml: string;
}

export interface AuditEntry {
  readonly chain: string;
  readonly sequence: number;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly target: string;
  readonly details: Readonly<Record<string, string | number | boolean>>;
}

export interface DayCount {
  readonly day: string;
  readonly count: number;
}

export interface Statistics {
  readonly licenses: {
    readonly total: number;
    readonly byKind: Readonly<Partial<Record<LicenseKind, number>>>;
    readonly byStanding: Readonly<Partial<Record<Standing, number>>>;
  };
  readonly expiring: readonly DayCount[];
  readonly activations: readonly DayCount[];
  readonly refusals: readonly (DayCount & { readonly code?: string })[];
  readonly seatsInUse: number;
}

export interface Check {
  readonly name: string;
  readonly verdict: 'passed' | 'failed' | 'unknown';
  readonly detail: string;
  readonly advice?: string;
}

export interface Explanation {
  readonly checks: readonly Check[];
  readonly verdict: Check['verdict'];
}

export interface User {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly createdAt: string;
}

/** Who is signed in. */
export interface Session {
  readonly user: User;
  readonly sessionId: string;
  readonly csrfToken: string;
  readonly version: string;
}

export interface SessionItem {
  readonly id: string;
  readonly address: string;
  readonly userAgent: string;
  readonly lastSeenAt: string;
  readonly isCurrent: boolean;
}
