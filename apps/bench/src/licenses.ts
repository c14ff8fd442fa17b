import type { DomainLicenseClaims, TokenLicenseClaims } from '@licet/core';
import {
  certifyLeaf,
  createSerial,
  createSigningLanes,
  exportPublicKey,
  generateSigningKey,
  newDocumentId,
  newIssuerId,
  newLicenseId,
  randomStatusIndex,
  signLicense,
  statusListUri,
} from '@licet/issuer';
import type { ExportedPublicKey, LeafSigner } from '@licet/issuer';

/** A vendor with a root, a leaf and different licenses of one product, all for one host. */
export interface Licenses {
  readonly texts: readonly string[];
  /** As many token licenses, each of the fewest claims that one can have: the shortest documents there are. */
  readonly tokens: readonly string[];
  readonly product: string;
  readonly host: string;
  readonly root: ExportedPublicKey;
  readonly leaf: ExportedPublicKey;
}

const product = 'bench-shop';
const host = 'shop.example.com';
const issuedAt = 1_767_225_600;
const tenYears = 315_360_000;
const lanes = createSigningLanes();

/** Makes a vendor with keys of this size and signs `count` licenses. */
export async function makeLicenses(modulusBits: 2048 | 3072, count: number): Promise<Licenses> {
  const [root, key] = [
    await generateSigningKey({ modulusBits }),
    await generateSigningKey({ modulusBits }),
  ];
  const issuer = newIssuerId();
  const statement = await certifyLeaf(
    {
      root,
      leaf: key.publicKey,
      issuer,
      use: 'license',
      issuedAt,
      notBefore: issuedAt,
      expiresAt: issuedAt + tenYears,
    },
    lanes,
  );
  const signer = { key, statement };
  const texts = await Promise.all(Array.from({ length: count }, () => sign(issuer, signer)));
  const tokens = await Promise.all(Array.from({ length: count }, () => signToken(issuer, signer)));
  return {
    texts,
    tokens,
    product,
    host,
    root: exportPublicKey(root.publicKey),
    leaf: exportPublicKey(key.publicKey),
  };
}

function commonClaims(issuer: string) {
  return {
    v: 1,
    iss: issuer,
    sub: newLicenseId(),
    jti: newDocumentId(),
    gen: 1,
    iat: issuedAt,
    exp: issuedAt + tenYears,
    product,
  } as const;
}

/** A license with every claim that a sold one has: a start, an end, features, maintenance, a holder, a status slot. */
function sign(issuer: string, signer: LeafSigner): Promise<string> {
  const claims: DomainLicenseClaims = {
    ...commonClaims(issuer),
    nbf: issuedAt,
    domains: [{ name: host, scope: 'host+www' }],
    features: ['reports', 'export', 'multi-store'],
    maintenance: { supported: true, until: issuedAt + tenYears },
    policy: { graceDays: 14 },
    status: { status_list: { idx: randomStatusIndex(), uri: statusListUri({ issuer, list: 0 }) } },
    holder: 'Example Shops Ltd',
  };
  return signLicense('domain-license', claims, signer, lanes);
}

function signToken(issuer: string, signer: LeafSigner): Promise<string> {
  const claims: TokenLicenseClaims = {
    ...commonClaims(issuer),
    serial: createSerial(),
    bound: false,
  };
  return signLicense('token-license', claims, signer, lanes);
}
