import { hash } from 'node:crypto';
import type { ApiKeyRow } from '../../db/tables.js';
import { appendChecksum, hasChecksum, randomSymbols } from '../../secrets/checksum.js';

/** What a key may do, from most to least. Each may do what those behind it may. */
export const scopes = ['admin', 'issue', 'client'] as const;

/** One of {@link scopes}. */
export type Scope = (typeof scopes)[number];

/** `publishable` ones ship inside the vendor's product, `secret` ones never leave the vendor's machines. */
export type ApiKeyKind = ApiKeyRow['kind'];

const prefixes = { secret: 'licet_sk_', publishable: 'licet_pk_' } as const;

/** 178 random bits in base 62, and the checksum. */
const randomLength = 30;
const form = /^licet_[sp]k_[A-Za-z0-9]{36}$/;

/** Whether a key of scope `held` may do what `needed` asks for. */
export function includesScope(held: Scope, needed: Scope): boolean {
  return scopes.indexOf(held) <= scopes.indexOf(needed);
}

/** The kind that keys of a scope are. */
export function kindOf(scope: Scope): ApiKeyKind {
  return scope === 'client' ? 'publishable' : 'secret';
}

/** A new random key, to be shown once. */
export function createApiKeyText(kind: ApiKeyKind): string {
  return appendChecksum(prefixes[kind] + randomSymbols(randomLength));
}

/** Whether a text can be a key at all; answered without the database. */
export function isApiKeyText(text: string): boolean {
  return form.test(text) && hasChecksum(text);
}

/** What is stored of a key. A plain hash is enough for 178 random bits. */
export function hashApiKey(text: string): string {
  return hash('sha256', text, 'base64url');
}
