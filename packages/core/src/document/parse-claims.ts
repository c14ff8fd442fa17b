import { claimRulesOf } from './claim-tables.js';
import { findShapeFault, findVersionFault } from './claim-shapes.js';
import type { DocumentClaims, DocumentKind } from './claims.js';
import type { JsonObject } from './jws.js';

/** The outcome of {@link parseClaims}. */
export type ClaimsParsing<Claims> =
  | { readonly ok: true; readonly claims: Claims }
  | {
      readonly ok: false;
      readonly code: 'bad_claims' | 'needs_newer_guard';
      readonly detail: string;
    };

/**
 * Checks the payload of a license document of one kind. Unknown claims are ignored unless `must` lists them.
 * Codes: `bad_claims`, `needs_newer_guard` (a later format version, or an unknown name in `must`).
 */
export function parseClaims<Kind extends DocumentKind>(
  kind: Kind,
  payload: JsonObject,
): ClaimsParsing<DocumentClaims[Kind]> {
  const versionFault = findVersionFault(payload);
  if (versionFault !== undefined) return refuse('needs_newer_guard', versionFault);
  const rules = claimRulesOf(kind);
  const fault = findShapeFault(payload, rules);
  if (fault !== undefined) {
    return refuse('bad_claims', `The claim "${fault}" is missing or misshapen.`);
  }
  const claims = payload as unknown as DocumentClaims[Kind];
  if (isUnbound(kind, payload)) return refuse('bad_claims', 'It does not say what it is bound to.');
  const unknown = claims.must?.find((name) => !rules.some((rule) => rule.name === name));
  return unknown === undefined
    ? { ok: true, claims }
    : refuse('needs_newer_guard', `The claim "${unknown}" must be understood.`);
}

/** A license for one machine names it, and a proof that is bound says to whom. */
function isUnbound(kind: DocumentKind, payload: JsonObject): boolean {
  switch (kind) {
    case 'single-user-license':
    case 'activation':
      return !Object.hasOwn(payload, 'computerId') && !Object.hasOwn(payload, 'siteCode');
    case 'token-license':
      return payload.bound === true && !Object.hasOwn(payload, 'identifier');
    default:
      return false;
  }
}

function refuse(code: 'bad_claims' | 'needs_newer_guard', detail: string) {
  return { ok: false, code, detail } as const;
}
