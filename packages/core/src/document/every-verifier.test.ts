import { describe, expect, it } from 'vitest';
import { listOf, listUri, makeListSigner } from '../../test/lists.js';
import { expected as expectedToken, signToken, tokenClaims } from '../../test/token.js';
import { certify, claimsOf, issuedAt, kinds, makeVendor, signJws } from '../../test/vendor.js';
import { inflate } from '../node/inflate.js';
import { verifyStatusList } from '../status/verify-status-list.js';
import { verifyAccessToken } from '../token/access-token.js';
import { verifyTokenLicense } from '../token/token-license.js';
import { trustLeaf } from '../trust/leaf.js';
import { verifyTrustList } from '../trust/trust-list.js';
import { createTrustedKeys } from '../trust/trusted-keys.js';
import { documentTypes } from './document-types.js';
import { toPipeForm } from './pipe-form.js';
import { verifyDocument } from './verify-document.js';

const vendor = makeVendor();
const stranger = makeVendor();
const lists = makeListSigner(vendor);
const pins = createTrustedKeys(vendor.root.pem);
const product = 'acme-shop';
const identifier = 'DEVICE12345';

/** Everything that reads a signed text, by the type that it is to accept. */
const verifiers: Readonly<Record<string, (text: string) => boolean>> = {
  ...Object.fromEntries(
    kinds.map((kind) => [
      `${kind}+jwt`,
      (text: string) => verifyDocument(text, { kind, product, pins }).ok,
    ]),
  ),
  pipe: (text) => verifyTokenLicense(text, { identifier, product, pins, now: issuedAt }).ok,
  'statuslist+jwt': (text) =>
    verifyStatusList(text, { pins, uri: listUri, issuer: 'iss_test', inflate }).ok,
  'trust+jwt': (text) => verifyTrustList(text, { pins }).ok,
  'leaf+jwt': (text) => trustLeaf(text, vendor.leaf.kid, pins).ok,
  JWT: (text) => verifyAccessToken(text, expectedToken).ok,
};

const times = { iat: issuedAt, nbf: issuedAt, exp: issuedAt + 86_400 };
/** A good payload of each type. */
const payloads: Readonly<Record<string, object>> = {
  ...Object.fromEntries(kinds.map((kind) => [`${kind}+jwt`, claimsOf[kind]])),
  'statuslist+jwt': {
    ...{ v: 1, iss: 'iss_test', sub: listUri, seq: 1, ttl: 60, ...times },
    status_list: { bits: 2, lst: listOf() },
  },
  'trust+jwt': { v: 1, iss: 'iss_test', seq: 1, iat: issuedAt, burnt: [] },
  'leaf+jwt': { v: 1, iss: 'iss_test', jwk: vendor.leaf.jwk, use: 'license', ...times },
  JWT: tokenClaims,
};
const machine = ['single-user-license+jwt', 'activation+jwt'];
const byRoot = ['trust+jwt', 'leaf+jwt'];
const signers = {
  license: { key: vendor.leaf, leaf: vendor.statement },
  status: { key: lists.leaf, leaf: certify(vendor.root, lists.leaf, { use: 'status' }) },
  root: { key: vendor.root, leaf: undefined },
  'another vendor': { key: stranger.leaf, leaf: stranger.statement },
};

function signerOf(typ: string): keyof typeof signers {
  if (byRoot.includes(typ)) return 'root';
  return typ === 'statuslist+jwt' ? 'status' : 'license';
}

const acceptedBy = (text: string): readonly string[] =>
  Object.keys(verifiers).filter((name) => verifiers[name]?.(text));

describe('each of the texts that are signed', () => {
  const token = vendor.document('token-license');
  const texts: Readonly<Record<string, string>> = {
    ...Object.fromEntries(kinds.map((kind) => [`${kind}+jwt`, vendor.document(kind)])),
    pipe: toPipeForm(token) ?? '',
    'statuslist+jwt': lists.statusList(),
    'trust+jwt': lists.trustList([]),
    'leaf+jwt': vendor.statement,
    JWT: signToken(),
  };

  it('has a verifier, and no verifier is without one', () => {
    expect(Object.keys(texts).sort()).toEqual(Object.keys(verifiers).sort());
    expect(Object.keys(texts)).toEqual(expect.arrayContaining([...documentTypes]));
  });

  it.each(Object.keys(texts))('is accepted by its own verifier alone: %s', (name) => {
    expect(acceptedBy(texts[name] ?? '')).toEqual([name]);
  });
});

describe.each(Object.entries(signers))('what was signed by: %s', (signer, { key, leaf }) => {
  it.each([...documentTypes, 'JWT'])('as %s is accepted as that, with its claims alone', (typ) => {
    for (const [claimsType, payload] of Object.entries(payloads)) {
      const header = { alg: 'RS256', typ, kid: key.kid, ...(leaf && { leaf }) };
      const text = signJws(header, payload, key);
      const saysTheSame =
        typ === claimsType || (machine.includes(typ) && machine.includes(claimsType));
      const isGood = saysTheSame && typ !== 'JWT' && signerOf(typ) === signer;
      expect([claimsType, acceptedBy(text)]).toEqual([claimsType, isGood ? [typ] : []]);
    }
  });
});
