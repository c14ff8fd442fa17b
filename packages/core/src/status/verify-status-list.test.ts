import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { listOf, listUri, makeListSigner, slotClaim } from '../../test/lists.js';
import { certify, issuedAt, makeKey, makeVendor } from '../../test/vendor.js';
import { verified } from '../../test/verified.js';
import { inflate } from '../node/inflate.js';
import { createTrustedKeys } from '../trust/trusted-keys.js';
import { isBurnt, verifyTrustList, type VerifiedTrustList } from '../trust/trust-list.js';
import { verifyDocument } from '../document/verify-document.js';
import { findEnd } from './find-end.js';
import type { VerifiedStatusList } from './status-list.js';
import { verifyStatusList, type StatusListExpectations } from './verify-status-list.js';

const vendor = makeVendor();
const lists = makeListSigner(vendor);
const pins = createTrustedKeys(vendor.root.pem);
const expected = { uri: listUri, issuer: 'iss_test', pins, inflate };
const verify = (text: string, changes: Partial<StatusListExpectations> = {}) =>
  verifyStatusList(text, { ...expected, ...changes });
const codeOf = (...args: Parameters<typeof verify>) => {
  const verification = verify(...args);
  return verification.ok ? 'ok' : verification.code;
};
function good(text: string): VerifiedStatusList {
  const verification = verify(text);
  if (!verification.ok) throw new Error(verification.detail);
  return verification.list;
}
function trust(burnt: readonly string[]): VerifiedTrustList {
  const verification = verifyTrustList(lists.trustList(burnt), { pins });
  if (!verification.ok) throw new Error(verification.detail);
  return verification.list;
}

describe('a status list', () => {
  it('says of each slot what was signed, and is frozen', () => {
    const list = good(lists.statusList({ 0: 1, 3: 2, 1_048_575: 1 }));
    expect(list).toMatchObject({
      uri: listUri,
      issuer: 'iss_test',
      kid: lists.leaf.kid,
      sequence: 1,
      issuedAt,
      expiresAt: issuedAt + 86_400,
      ttlSeconds: 60,
    });
    const said = [0, 1, 3, 4, 1_048_575].map((slot) => list.statusOf(slot));
    expect(said).toEqual(['invalid', 'valid', 'suspended', 'valid', 'invalid']);
    expect(Object.isFrozen(list)).toBe(true);
  });

  it('takes a value that it does not know, and a slot that there is not, for the strictest', () => {
    const list = good(lists.statusList({ 9: 3 }));
    expect([9, 1_048_576, -1].map((slot) => list.statusOf(slot))).toEqual(
      Array<string>(3).fill('invalid'),
    );
  });

  it.each<[string, string, string]>([
    ['a license', vendor.license(), 'wrong_kind'],
    ['of another name', lists.statusList({}, { sub: 'urn:licet:iss_test:status:1' }), 'wrong_list'],
    ['of another issuer', lists.statusList({}, { iss: 'iss_other' }), 'bad_leaf'],
    ['by the leaf for licenses', vendor.sign({ typ: 'statuslist+jwt' }, {}), 'bad_leaf'],
    ['by a stranger', makeListSigner({ root: makeKey() }).statusList(), 'untrusted_key'],
    ['issued before its leaf', lists.statusList({}, { iat: issuedAt - 1001 }), 'bad_leaf'],
    ['issued after its leaf', lists.statusList({}, { iat: issuedAt + 1000 }), 'bad_leaf'],
    ['of a later version', lists.statusList({}, { v: 2 }), 'needs_newer_guard'],
    ['with another header', lists.statusList({}, {}, { crit: [] }), 'bad_header'],
    ['longer than any list', 'a'.repeat(524_289), 'too_large'],
    ['no list', 'x', 'malformed'],
  ])('is refused: %s', (_, text, code) => {
    expect(codeOf(text)).toBe(code);
  });

  const zeros = Buffer.alloc(2 ** 18);
  it.each<[string, unknown]>([
    ['no bits', { lst: listOf() }],
    ['one bit', { bits: 1, lst: listOf() }],
    ['eight bits', { bits: 8, lst: listOf() }],
    ['no list', { bits: 2 }],
    ['an empty list', { bits: 2, lst: '' }],
    ['a list that is padded', { bits: 2, lst: `${listOf()}==` }],
    ['no zlib data', { bits: 2, lst: 'AAAA' }],
    ['gzip data', { bits: 2, lst: gzipSync(zeros).toString('base64url') }],
    ['raw deflated data', { bits: 2, lst: deflateRawSync(zeros).toString('base64url') }],
    ['data that was cut', { bits: 2, lst: listOf().slice(0, 40) }],
    ['a slot too few', { bits: 2, lst: deflateSync(zeros.subarray(1)).toString('base64url') }],
    ['a bomb', { bits: 2, lst: deflateSync(Buffer.alloc(2 ** 26)).toString('base64url') }],
  ])('is refused with %s', (_, status_list) => {
    expect(codeOf(lists.statusList({}, { status_list }))).toBe('bad_claims');
  });

  it.each(['v', 'iss', 'sub', 'seq', 'iat', 'exp', 'ttl', 'status_list'])(
    'is refused when %s is missing or misshapen',
    (name) => {
      for (const value of [undefined, null, 'x y', -1, 0.5, {}])
        expect([value, codeOf(lists.statusList({}, { [name]: value }))]).toEqual([
          value,
          'bad_claims',
        ]);
    },
  );

  it('is refused when its key was stolen', () => {
    expect(codeOf(lists.statusList(), { trustList: trust([lists.leaf.kid]) })).toBe('burnt_key');
    expect(codeOf(lists.statusList(), { trustList: trust([vendor.leaf.kid]) })).toBe('ok');
  });

  it('is refused whichever byte changes', () => {
    const text = lists.statusList({ 5: 1 });
    const bytes = Buffer.from(text, 'latin1');
    let accepted = 0;
    for (const [at, original] of [...bytes].entries()) {
      for (const bits of [1, 32]) {
        bytes[at] = original ^ bits;
        if (verify(bytes.toString('latin1')).ok) accepted++;
      }
      bytes[at] = original;
    }
    expect(accepted).toBe(0);
  });
});

describe('a list of stolen keys', () => {
  const kid = vendor.leaf.kid;
  it('is believed of nobody but a pinned root', () => {
    expect(trust([kid])).toMatchObject({ issuer: 'iss_test', sequence: 1, burnt: [kid] });
    const leafPin = createTrustedKeys(vendor.leaf.pem);
    expect(verifyTrustList(lists.trustList([]), { pins: leafPin })).toMatchObject({
      code: 'untrusted_key',
    });
    const byLeaf = vendor.sign({ typ: 'trust+jwt', leaf: undefined }, { burnt: [] });
    expect(verifyTrustList(byLeaf, { pins })).toMatchObject({ code: 'untrusted_key' });
    const withLeaf = vendor.sign({ typ: 'trust+jwt' }, {});
    expect(verifyTrustList(withLeaf, { pins })).toMatchObject({ code: 'bad_header' });
  });

  it.each<[string, string, string]>([
    ['a license', vendor.license(), 'wrong_kind'],
    ['a statement about a leaf', certify(vendor.root, vendor.leaf), 'wrong_kind'],
    ['by a stranger', makeListSigner({ root: makeKey() }).trustList([]), 'untrusted_key'],
    ['of a later version', lists.trustList([], { v: 2 }), 'needs_newer_guard'],
    ['without a number', lists.trustList([], { seq: undefined }), 'bad_claims'],
    ['with a key that is none', lists.trustList(['x']), 'bad_claims'],
    ['with a changed signature', `${lists.trustList([]).slice(0, -4)}AAAA`, 'bad_signature'],
    ['nothing', '', 'malformed'],
    ['too long', 'a'.repeat(16_385), 'too_large'],
  ])('is refused: %s', (_, text, code) => {
    expect(verifyTrustList(text, { pins })).toMatchObject({ ok: false, code });
  });

  it('ends every document of the key, whenever it was signed and also when it was seen before', () => {
    const text = vendor.license();
    const asked = { kind: 'domain-license', product: 'acme-shop', pins } as const;
    expect(verifyDocument(text, asked).ok).toBe(true);
    const burnt = verifyDocument(text, { ...asked, trustList: trust([kid]) });
    expect(burnt).toMatchObject({ ok: false, code: 'burnt_key' });
    expect(verifyDocument(text, { ...asked, trustList: trust([]) }).ok).toBe(true);
  });

  it('says nothing about what others issue', () => {
    expect(isBurnt({ kid, issuer: 'iss_other' }, trust([kid]))).toBe(false);
    expect(isBurnt({ kid, issuer: 'iss_test' }, undefined)).toBe(false);
  });
});

describe('the end of a document', () => {
  const license = verified('token-license', slotClaim(5));
  const listed = (status: 1 | 2 | 3) => good(lists.statusList({ 5: status }));

  it('is what its own list says', () => {
    const codes = [1, 2, 3].map((status) => findEnd(license, { statusList: listed(status as 1) }));
    expect(codes).toEqual(['revoked', 'suspended', 'revoked']);
    expect(
      findEnd(license, { statusList: good(lists.statusList({ 4: 1, 6: 1 })) }),
    ).toBeUndefined();
  });

  it('is not known without a list, or by that of somebody else', () => {
    const statusList = listed(1);
    const elsewhere = { status: { status_list: { idx: 5, uri: 'urn:licet:iss_test:status:1' } } };
    expect(findEnd(license, {})).toBeUndefined();
    expect(findEnd(verified('lease', elsewhere), { statusList })).toBeUndefined();
    expect(findEnd(verified('lease'), { statusList })).toBeUndefined();
    const lying = { statusList, trustList: trust([lists.leaf.kid]) };
    expect(findEnd(license, lying)).toBeUndefined();
  });
});
