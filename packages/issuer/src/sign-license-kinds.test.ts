import { readDocument, verifyDocument, type DocumentClaims, type DocumentKind } from '@licet/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createVendor, fullClaims, type Vendor } from '../test/vendor.js';
import { signLicense } from './sign-license.js';

let vendor: Vendor;
beforeAll(async () => {
  vendor = await createVendor();
});

const { domains, key, ...common } = fullClaims;
const serial = 'SERIAL12345';
const machine = { ...common, serial, computerId: 'COMPUTER-IDXX-12345', siteCode: 'SITECODE123' };
const drafts: DocumentClaims = {
  'domain-license': { ...common, domains, key },
  'single-user-license': machine,
  activation: machine,
  'network-license': { ...common, serial, serverPath: 'c:/programdata/server', seats: 5 },
  'token-license': { ...common, serial, identifier: 'DEVICE12345', bound: true },
  lease: { ...common, serial, identifier: 'DEVICE12345', lease: 'lse_1', leaseGen: 2 },
};
const kinds = Object.keys(drafts) as DocumentKind[];

const sign = (kind: DocumentKind, changes: object = {}): Promise<string> =>
  signLicense(kind, { ...drafts[kind], ...changes }, vendor.signer, vendor.lanes);

describe('a document of each kind', () => {
  it.each(kinds)('of kind %s has all that was drafted, and the type of its kind', async (kind) => {
    const reading = readDocument(await sign(kind));
    expect(reading.ok && reading.document.header.typ).toBe(`${kind}+jwt`);
    expect(reading.ok && reading.document.payload).toEqual(drafts[kind]);
  });

  it.each(kinds)('of kind %s is accepted by a guard as that and nothing else', async (wanted) => {
    const texts = await Promise.all(kinds.map((kind) => sign(kind)));
    const expected = { kind: wanted, product: 'shop', pins: vendor.pins };
    const accepted = kinds.filter((_, at) => verifyDocument(texts[at] ?? '', expected).ok);
    expect(accepted).toEqual([wanted]);
  });

  it.each<[DocumentKind, readonly string[]]>([
    ['single-user-license', ['exp', 'product', 'serial', 'computerId', 'siteCode', 'features']],
    ['network-license', ['product', 'serial', 'serverPath', 'seats', 'features']],
    ['token-license', ['product', 'serial', 'identifier', 'bound', 'features']],
    ['lease', ['serial', 'identifier', 'lease', 'leaseGen', 'features']],
  ])('of kind %s writes its members in their order: %j', async (kind, order) => {
    const reversed = Object.fromEntries(Object.entries(drafts[kind]).reverse());
    const reading = readDocument(await sign(kind, reversed));
    const names = reading.ok ? Object.keys(reading.document.payload) : [];
    expect(names.filter((name) => order.includes(name))).toEqual(order);
  });
});

describe('a draft', () => {
  it.each<[DocumentKind, object]>([
    ['single-user-license', { serial: 'serial12345' }],
    ['single-user-license', { serial: ' SERIAL12345' }],
    ['single-user-license', { computerId: undefined, siteCode: undefined }],
    ['single-user-license', { computerId: '' }],
    ['single-user-license', { seats: 5, serverPath: 'c:/x' }],
    ['activation', { serial: '0'.repeat(24) + 'O' }],
    ['activation', { email: 'a@example.com' }],
    ['network-license', { serverPath: 'C:\\ProgramData\\Server' }],
    ['network-license', { serverPath: 'c:/programdata/server/' }],
    ['network-license', { seats: 0 }],
    ['network-license', { seats: undefined }],
    ['token-license', { exp: undefined }],
    ['token-license', { identifier: undefined }],
    ['token-license', { bound: 'true' }],
    ['lease', { identifier: undefined }],
    ['lease', { exp: undefined }],
    ['lease', { leaseGen: 0 }],
  ])('of kind %s that no guard would accept is refused: %o', async (kind, changes) => {
    await expect(sign(kind, changes)).rejects.toMatchObject({
      code: 'invalid_options',
      option: 'claims',
    });
  });
});
