import type { DocumentKind, VerifiedDocuments } from '@licet/core';
import type { LicenseRow } from '../../db/tables.js';
import type { Reach } from '../../db/reach.js';
import type { Context } from '../context.js';
import { isRegisteredKey } from './is-registered-key.js';
import { judgeDocument } from './judge-document.js';
import { verifyPresented, type PresentedKind } from './presented-document.js';
import type { Refusal } from './validity.js';

/** A document as somebody presents it, and what it is expected to be. */
export interface Presentation<Kind extends DocumentKind> extends PresentedKind<Kind> {
  readonly text: string;
  readonly publickey: string | undefined;
  /** Whether it is for the domain, machine or server that presents it. */
  readonly isForBearer: (license: VerifiedDocuments[Kind]) => boolean;
}

/** A document that is good, and the record of its license. */
export interface Acceptance<Kind extends DocumentKind> {
  readonly ok: true;
  readonly license: VerifiedDocuments[Kind];
  readonly record: LicenseRow;
}

/** Judges what somebody presents: by our keys first, then by what it says, then by our records. */
export async function judgePresented<Kind extends DocumentKind>(
  context: Context,
  reach: Reach,
  { text, publickey, isForBearer, ...expected }: Presentation<Kind>,
): Promise<Acceptance<Kind> | Refusal> {
  const registered = await context.registeredKeys();
  const license = verifyPresented(text, expected, registered);
  if (license === undefined) return { ok: false, reason: 'not_genuine' };
  const { product } = license;
  if (!isRegisteredKey(publickey, registered))
    return { ok: false, reason: 'unregistered_public_key', product };
  if (!isForBearer(license)) return { ok: false, reason: 'wrong_binding', product };
  const judgment = await judgeDocument(context, reach, license);
  return judgment.ok ? { ...judgment, license } : { ...judgment, product };
}
