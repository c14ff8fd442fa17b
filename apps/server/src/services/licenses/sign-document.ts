import type { DocumentClaims, DocumentKind, EpochSeconds, LicenseClaims } from '@licet/core';
import { newDocumentId, signLicense, statusListUri } from '@licet/issuer';
import type { StatusSlot } from '../../db/status-slots.js';
import type { DocumentRow, LicenseRow } from '../../db/tables.js';
import type { Context } from '../context.js';
import { instruments } from '../../telemetry/instruments.js';
import { inSpan } from '../../telemetry/tracing.js';
import type { ActiveSigner } from '../signing/leaf-signers.js';
import { statusListName } from '../status/status-list-name.js';
import { readTerms } from './license-terms.js';

/** What a kind of document says beyond what all of them say. */
export type OwnClaims<Kind extends DocumentKind> = Kind extends DocumentKind
  ? Omit<DocumentClaims[Kind], keyof LicenseClaims>
  : never;

/** What is to be signed. All of it comes from our own records. */
export interface DocumentOrder<Kind extends DocumentKind> {
  readonly kind: Kind;
  /** As it is to be; its `gen` is the document's. */
  readonly license: LicenseRow;
  readonly own: OwnClaims<Kind>;
  readonly slot: StatusSlot;
  readonly issuedAt: EpochSeconds;
  /** An earlier end than the license's own. */
  readonly expiresAt?: EpochSeconds;
}

/** A document that is signed but not yet stored. */
export interface SignedDocument {
  readonly row: DocumentRow;
  readonly signer: ActiveSigner;
}

/** Signs a document outside any transaction, as a signature takes milliseconds. */
export async function signDocument<Kind extends DocumentKind>(
  context: Context,
  order: DocumentOrder<Kind>,
): Promise<SignedDocument> {
  const { kind, license, own, slot, issuedAt } = order;
  const signer = await context.signers.active();
  const jti = newDocumentId();
  const uri = await statusListName(context, slot.list);
  const common = toCommonClaims(context, order, { jti, uri });
  // Common and own claims together are all claims of the kind; signing checks every one of them.
  const claims = { ...common, ...own } as unknown as DocumentClaims[Kind];
  const begin = performance.now();
  const bytes = await inSpan('sign document', { kind }, () =>
    signLicense(kind, claims, signer, context.lanes),
  );
  instruments.signatures.observe((performance.now() - begin) / 1000, { kind });
  const row: DocumentRow = {
    account_id: license.account_id,
    license_id: license.license_id,
    gen: license.gen,
    jti,
    kid: signer.kid,
    list: slot.list,
    slot: slot.slot,
    issued_at: issuedAt,
    bytes,
  };
  return { row, signer };
}

/** Bytes of what would be signed. */
export function measurePayload(context: Context, order: DocumentOrder<DocumentKind>): number {
  const { account, publicUrl } = context;
  const uri = statusListUri({ issuer: account.issuer, publicUrl, list: order.slot.list });
  const claims = { ...toCommonClaims(context, order, { jti: newDocumentId(), uri }), ...order.own };
  return Buffer.byteLength(JSON.stringify(claims));
}

function toCommonClaims(
  { account }: Context,
  { license, slot: { slot }, issuedAt, expiresAt }: DocumentOrder<DocumentKind>,
  { jti, uri }: { readonly jti: string; readonly uri: string },
): LicenseClaims {
  const { license_id: sub, gen, product, valid_from: nbf, valid_to, holder } = license;
  const exp = expiresAt ?? valid_to;
  return {
    v: 1,
    iss: account.issuer,
    sub,
    jti,
    gen,
    iat: issuedAt,
    ...(nbf !== null && { nbf }),
    ...(exp !== null && { exp }),
    product,
    ...readTerms(license),
    ...(holder !== null && { holder }),
    status: { status_list: { idx: slot, uri } },
  };
}
