import type { DocumentKind } from '@licet/core';
import type { StatusSlot } from '../../db/status-slots.js';
import type { LicenseRow } from '../../db/tables.js';
import { fail, type Failure } from '../../problems.js';
import type { Context } from '../context.js';
import { lastInstant } from './dates.js';
import { measurePayload, type DocumentOrder } from './sign-document.js';

/** Leaves room for header and signature of the largest keys within what is signed at most. */
const longestPayload = 3400;

/** Takes the place of a slot that is not reserved yet: none is longer. */
export const longestSlot: StatusSlot = { list: 999_999_999, slot: 2 ** 20 - 1 };

/** Why a document is not signed: it would say too much. Codes: `license_too_large`. */
export function findSizeFault(
  context: Context,
  order: DocumentOrder<DocumentKind>,
): Failure | undefined {
  return isTooLarge(context, order) ? tooLarge : undefined;
}

/** Whether a document would say more than is signed. */
export function isTooLarge(context: Context, order: DocumentOrder<DocumentKind>): boolean {
  return measurePayload(context, order) > longestPayload;
}

/**
 * Why a token license is not sold: the tokens that its holders ask for later, each with an identifier of its own, would say too much. Codes:
 * `license_too_large`.
 */
export function findTokenSizeFault(context: Context, license: LicenseRow): Failure | undefined {
  const { kind, serial } = license;
  if (kind !== 'token' || serial === null) return undefined;
  return findSizeFault(context, {
    kind: 'token-license',
    license,
    own: { serial, identifier: 'x'.repeat(200), bound: true },
    slot: longestSlot,
    issuedAt: context.store.now(),
    expiresAt: lastInstant,
  });
}

const tooLarge = fail(
  'license_too_large',
  'Name fewer or shorter features, domains, labels or identifiers.',
);
