import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  certify,
  claimsOf,
  encode,
  issuedAt,
  kinds,
  makeVendor,
  signJws,
} from '../../test/vendor.js';
import { createTrustedKeys } from '../trust/trusted-keys.js';
import type { DocumentKind } from './claims.js';
import { kindOfType } from './claim-tables.js';
import { documentTypes } from './document-types.js';
import { verifyDocument } from './verify-document.js';

const vendor = makeVendor();
const pins = createTrustedKeys(vendor.root.pem);
const verify = (kind: DocumentKind, text: string) =>
  verifyDocument(text, { kind, product: 'acme-shop', pins });
const codeOf = (kind: DocumentKind, text: string) => {
  const verification = verify(kind, text);
  return verification.ok ? 'ok' : verification.code;
};
const change = (kind: DocumentKind, changes: Record<string, unknown>) =>
  codeOf(kind, vendor.document(kind, changes));

describe('the type of a document', () => {
  it('tells the kind of a license, and nothing of what is none', () => {
    expect(documentTypes.flatMap((type) => kindOfType(type) ?? [])).toHaveLength(kinds.length);
    for (const kind of kinds) expect(kindOfType(`${kind}+jwt`)).toBe(kind);
    for (const typ of ['leaf+jwt', 'lease', 'constructor+jwt', '+jwt', '', 1, undefined, null]) {
      expect(kindOfType(typ)).toBeUndefined();
    }
  });
});

describe('a document of each kind', () => {
  const common = {
    issuer: 'iss_test',
    licenseId: 'lic_1',
    documentId: 'doc_1',
    generation: 1,
    kid: vendor.leaf.kid,
    issuedAt,
    validFrom: undefined,
    expiresAt: undefined,
    product: 'acme-shop',
    features: [],
    maintenance: undefined,
    policy: {},
    status: undefined,
    holder: undefined,
  };
  const machine = { serial: 'SERIAL12345', computerId: 'COMPUTER-1', siteCode: 'SITE-1' };
  const expiresAt = issuedAt + 1000;
  it.each<[DocumentKind, object]>([
    [
      'domain-license',
      { domains: [{ name: 'example.com', scope: 'host+www' }], keyHash: undefined },
    ],
    ['single-user-license', machine],
    ['activation', machine],
    ['network-license', { serial: 'SERIAL12345', serverPath: 'c:/srv/licenses', seats: 5 }],
    ['token-license', { expiresAt, serial: 'SERIAL12345', identifier: 'DEVICE12345', bound: true }],
    [
      'lease',
      {
        expiresAt,
        serial: 'SERIAL12345',
        leaseId: 'lease_1',
        leaseGeneration: 3,
        identifier: 'DEVICE12345',
      },
    ],
  ])('of kind %s says exactly what was signed, and is frozen', (kind, own) => {
    const verification = verify(kind, vendor.document(kind));
    expect(verification).toStrictEqual({ ok: true, license: { ...common, kind, ...own } });
    expect(verification.ok && Object.isFrozen(verification.license)).toBe(true);
  });
});

describe('the matrix of all signed texts', () => {
  const secret = Buffer.alloc(32, 1);
  const hs256 = (header: object, payload: object) => {
    const input = `${encode(header)}.${encode(payload)}`;
    return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
  };
  const now = issuedAt;
  const others: Record<string, string> = {
    leaf: vendor.statement,
    'leaf of a root that signed licenses': certify(vendor.leaf, vendor.leaf),
    trust: signJws(
      { alg: 'RS256', typ: 'trust+jwt', kid: vendor.root.kid },
      { v: 1, iss: 'iss_test', seq: 1, iat: now, burnt: [] },
      vendor.root,
    ),
    'status list': vendor.sign(
      { typ: 'statuslist+jwt' },
      { iss: 'iss_test', sub: 'urn:x', iat: now, seq: 1, status_list: { bits: 2, lst: '' } },
    ),
    'access token': hs256({ alg: 'HS256', typ: 'JWT' }, { sub: 'DEVICE12345', exp: now + 60 }),
    'access token with the public key as its secret': hs256(
      { alg: 'HS256', typ: 'token-license+jwt' },
      claimsOf['token-license'],
    ),
    'access token that the leaf signed': vendor.sign({ typ: 'JWT' }, claimsOf['token-license']),
  };

  it.each(kinds)('accepts as %s nothing but that', (wanted) => {
    const accepted = kinds.filter((kind) => verify(wanted, vendor.document(kind)).ok);
    expect(accepted).toEqual([wanted]);
  });

  it.each(kinds)('refuses all other kinds as %s by their type', (wanted) => {
    for (const kind of kinds.filter((other) => other !== wanted))
      expect([kind, codeOf(wanted, vendor.document(kind))]).toEqual([kind, 'wrong_kind']);
  });

  it.each(Object.keys(others))('never accepts this as a license: %s', (name) => {
    for (const kind of kinds)
      expect([kind, verify(kind, others[name] ?? '').ok]).toEqual([kind, false]);
  });

  it('refuses the claims of one kind under the type of another', () => {
    for (const [kind, other] of kinds.flatMap((kind) =>
      kinds.map((other) => [kind, other] as const),
    )) {
      const text = vendor.sign({ typ: `${kind}+jwt` }, claimsOf[other]);
      const sameClaims = kind === other || isMachine(kind, other);
      expect([kind, other, codeOf(kind, text)]).toEqual([
        kind,
        other,
        sameClaims ? 'ok' : 'bad_claims',
      ]);
    }
  });

  it('knows every type of the closed list', () => {
    const named = [
      ...kinds.map((kind) => `${kind}+jwt`),
      'statuslist+jwt',
      'leaf+jwt',
      'trust+jwt',
    ];
    expect(named.sort()).toEqual([...documentTypes].sort());
  });
});

/** A file and a code say the same of a machine: only their type keeps them apart. */
function isMachine(...pair: readonly DocumentKind[]): boolean {
  return pair.every((kind) => kind === 'single-user-license' || kind === 'activation');
}

const commonClaims = ['v', 'iss', 'sub', 'jti', 'gen', 'iat', 'product'];
const ownClaims: Record<DocumentKind, readonly string[]> = {
  'domain-license': ['domains'],
  'single-user-license': ['serial'],
  activation: ['serial'],
  'network-license': ['serial', 'serverPath', 'seats'],
  'token-license': ['exp', 'serial', 'bound'],
  lease: ['exp', 'serial', 'lease', 'leaseGen', 'identifier'],
};

describe('the claims', () => {
  it.each(kinds)('of %s are refused when one that it needs is missing or null', (kind) => {
    for (const name of [...commonClaims, ...ownClaims[kind]]) {
      expect([name, change(kind, { [name]: undefined })]).toEqual([name, 'bad_claims']);
      expect([name, change(kind, { [name]: null })]).toEqual([name, 'bad_claims']);
    }
  });

  const misshapen: Record<string, readonly unknown[]> = {
    serial: ['', 'a b', 'x'.repeat(65), 1, ['x'], 'é'],
    computerId: ['', 'a\nb', 'x'.repeat(201), 1, 'a\u200bb'],
    siteCode: ['', '\u0000', 'x'.repeat(201), {}],
    serverPath: ['', 'a\tb', 'x'.repeat(1025), 1, '\u202e'],
    seats: [0, -1, 1.5, '5', 2 ** 31, true],
    bound: ['true', 0, 1, {}],
    identifier: ['', 'a\rb', 'x'.repeat(201), 1],
    lease: ['', 'a b', 'x'.repeat(129), 1],
    leaseGen: [0, -1, 1.5, '3'],
    exp: [-1, 1.5, '2026-01-01', 253_402_300_800],
  };
  const cases: readonly (readonly [DocumentKind, string])[] = [
    ['single-user-license', 'serial'],
    ['single-user-license', 'computerId'],
    ['single-user-license', 'siteCode'],
    ['activation', 'serial'],
    ['activation', 'computerId'],
    ['activation', 'siteCode'],
    ['network-license', 'serial'],
    ['network-license', 'serverPath'],
    ['network-license', 'seats'],
    ['token-license', 'serial'],
    ['token-license', 'identifier'],
    ['token-license', 'bound'],
    ['token-license', 'exp'],
    ['lease', 'serial'],
    ['lease', 'lease'],
    ['lease', 'leaseGen'],
    ['lease', 'identifier'],
    ['lease', 'exp'],
  ];
  it.each(cases)('of %s are refused when %s is misshapen', (kind, name) => {
    for (const value of misshapen[name] ?? [])
      expect([value, change(kind, { [name]: value })]).toEqual([value, 'bad_claims']);
  });

  it.each(['single-user-license', 'activation'] as const)('of %s name a machine', (kind) => {
    const [noComputer, noSite] = [{ computerId: undefined }, { siteCode: undefined }];
    expect(change(kind, { ...noComputer, ...noSite })).toBe('bad_claims');
    expect(change(kind, noComputer)).toBe('ok');
    expect(change(kind, noSite)).toBe('ok');
  });

  it('of a bound token license name an identifier, those of another may', () => {
    const identifier = undefined;
    expect(change('token-license', { identifier })).toBe('bad_claims');
    expect(change('token-license', { identifier, bound: false })).toBe('ok');
    expect(change('token-license', { bound: false })).toBe('ok');
  });

  it.each(kinds)('of %s may demand what a guard knows, and nothing else', (kind) => {
    const [own = ''] = ownClaims[kind];
    expect(change(kind, { must: [own, 'policy', 'status'] })).toBe('ok');
    expect(change(kind, { must: ['toString'] })).toBe('needs_newer_guard');
    expect(change(kind, { must: ['quota'], quota: 1 })).toBe('needs_newer_guard');
    expect(change(kind, { quota: 1 })).toBe('ok');
    const foreign = kind === 'domain-license' ? 'serial' : 'domains';
    expect(change(kind, { must: [foreign] })).toBe('needs_newer_guard');
  });

  it.each(kinds)('of %s are for one product', (kind) => {
    expect(change(kind, { product: 'other' })).toBe('wrong_product');
  });
});

describe('a changed document', () => {
  it.each(kinds)('of kind %s is refused whichever byte changes', (kind) => {
    const text = vendor.document(kind);
    const bytes = Buffer.from(text, 'latin1');
    let accepted = 0;
    for (const [at, original] of [...bytes].entries()) {
      for (const bits of [1, 2, 32, 128]) {
        bytes[at] = original ^ bits;
        if (verify(kind, bytes.toString('latin1')).ok) accepted++;
      }
      bytes[at] = original;
    }
    expect(verify(kind, bytes.toString('latin1')).ok).toBe(true);
    expect(accepted).toBe(0);
  });
});
