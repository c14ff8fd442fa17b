import type { DocumentClaims, DocumentKind, LicenseClaims } from './claims.js';
import type { VerifiedDocument, VerifiedDocuments } from './verified-license.js';

type OwnMembers<Kind extends DocumentKind> = Omit<VerifiedDocuments[Kind], keyof VerifiedDocument>;
/** All but the mark that only a verification gives. */
type CommonMembers = Pick<VerifiedDocument, keyof VerifiedDocument & string>;

/** What a kind has beyond the common members. */
const ownMembers: {
  readonly [Kind in DocumentKind]: (claims: DocumentClaims[Kind]) => OwnMembers<Kind>;
} = {
  'domain-license': ({ domains, key }) => ({ domains: freezeEach(domains), keyHash: key }),
  'single-user-license': toMachine,
  activation: toMachine,
  'network-license': ({ serial, serverPath, seats }) => ({ serial, serverPath, seats }),
  'token-license': ({ serial, identifier, bound }) => ({ serial, identifier, bound }),
  lease: ({ serial, lease: leaseId, leaseGen: leaseGeneration, identifier }) => ({
    serial,
    leaseId,
    leaseGeneration,
    identifier,
  }),
};

function toMachine({ serial, computerId, siteCode }: DocumentClaims['activation']) {
  return { serial, computerId, siteCode };
}

/**
 * Translates checked claims, and freezes what they are made of rather than copying it. Call it with claims whose signature was verified,
 * nothing else.
 */
export function toVerifiedDocument<Kind extends DocumentKind>(
  kind: Kind,
  claims: DocumentClaims[Kind],
  kid: string,
): VerifiedDocuments[Kind] {
  const document = { ...toCommon(kind, claims, kid), ...ownMembers[kind](claims) };
  return Object.freeze(document) as unknown as VerifiedDocuments[Kind];
}

function toCommon(kind: DocumentKind, claims: LicenseClaims, kid: string): CommonMembers {
  const slot = claims.status?.status_list;
  return {
    kind,
    issuer: claims.iss,
    licenseId: claims.sub,
    documentId: claims.jti,
    generation: claims.gen,
    kid,
    issuedAt: claims.iat,
    validFrom: claims.nbf,
    expiresAt: claims.exp,
    product: claims.product,
    features: Object.freeze(claims.features ?? []),
    maintenance: claims.maintenance && Object.freeze(claims.maintenance),
    policy: Object.freeze(claims.policy ?? {}),
    status: slot && Object.freeze({ index: slot.idx, uri: slot.uri }),
    holder: claims.holder,
  };
}

function freezeEach<T extends object>(list: readonly T[]): readonly T[] {
  for (const item of list) Object.freeze(item);
  return Object.freeze(list);
}
