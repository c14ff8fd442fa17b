import { describe, expect, it } from 'vitest';
import { claimsOf, issuedAt, makeVendor } from '../../test/vendor.js';
import { verifyNetwork } from '../binding/verify-network.js';
import { verifySingleUser } from '../binding/verify-single-user.js';
import { toPipeForm } from '../document/pipe-form.js';
import { createTrustedKeys } from '../trust/trusted-keys.js';
import { verifyLease } from './lease.js';
import { verifyTokenLicense } from './token-license.js';

const vendor = makeVendor();
const pins = createTrustedKeys(vendor.root.pem);
const product = 'acme-shop';
const now = issuedAt;
const common = { product, pins, now };
const machine = { serial: 'SERIAL12345', computerId: 'COMPUTER-1' };
const identifier = 'DEVICE12345';

/** Each way in which a product verifies offline, with everything right but what is changed. */
const ways = {
  'single-user-license': (text: string, change: object = {}) =>
    verifySingleUser(text, { ...common, kind: 'single-user-license', machine, ...change }),
  activation: (text: string, change: object = {}) =>
    verifySingleUser(text, { ...common, kind: 'activation', machine, ...change }),
  'network-license': (text: string, change: object = {}) =>
    verifyNetwork(text, { ...common, expected: { serverPath: 'C:/Srv/Licenses/' }, ...change }),
  'token-license': (text: string, change: object = {}) =>
    verifyTokenLicense(toPipeForm(text) ?? text, { ...common, identifier, ...change }),
  lease: (text: string, change: object = {}) =>
    verifyLease(text, { ...common, identifier, ...change }),
} as const;
type Kind = keyof typeof ways;
const all = Object.keys(ways) as Kind[];

describe('a product with the public key alone', () => {
  it.each(all)('verifies what was sold to it: %s', (kind) => {
    const verification = ways[kind](vendor.document(kind));
    expect(verification).toMatchObject({ ok: true, license: { kind }, warnings: [] });
  });

  const machineBindings = [
    [{ machine: { ...machine, serial: 'OTHER' } }, 'wrong_serial'],
    [{ machine: { ...machine, computerId: 'OTHER' } }, 'wrong_machine'],
    [{ machine: { ...machine, computerId: '' } }, 'wrong_machine'],
    [{ machine: { serial: machine.serial, siteCode: 'OTHER' } }, 'wrong_machine'],
  ] as const;
  const cases: readonly (readonly [Kind, object, string])[] = [
    ...machineBindings.map(([change, code]) => ['single-user-license', change, code] as const),
    ...machineBindings.map(([change, code]) => ['activation', change, code] as const),
    ['network-license', { expected: { serverPath: '/other' } }, 'wrong_server_path'],
    ['network-license', { expected: { serverPath: 'c:/srv/licenses', seats: 6 } }, 'wrong_seats'],
    ['token-license', { identifier: 'OTHER' }, 'wrong_identifier'],
    ['token-license', { identifier: '' }, 'wrong_identifier'],
    ['token-license', { identifier: undefined }, 'wrong_identifier'],
    ['lease', { identifier: 'OTHER' }, 'wrong_identifier'],
    ['lease', { identifier: '' }, 'wrong_identifier'],
  ];
  it.each(cases)('refuses %s with %j: %s', (kind, change, code) => {
    expect(ways[kind](vendor.document(kind), change)).toMatchObject({ ok: false, code });
  });

  it.each(all)('refuses %s of another product, of a stranger, and changed', (kind) => {
    const text = vendor.document(kind);
    expect(ways[kind](text, { product: 'other' })).toMatchObject({ code: 'wrong_product' });
    expect(ways[kind](makeVendor().document(kind))).toMatchObject({ code: 'untrusted_key' });
    const [header = '', payload = '', signature = ''] = text.split('.');
    const forged = Buffer.from(JSON.stringify({ ...claimsOf[kind], gen: 2 })).toString('base64url');
    expect(payload).not.toBe(forged);
    expect(ways[kind](`${header}.${forged}.${signature}`)).toMatchObject({ code: 'bad_signature' });
  });

  it.each(all)('refuses %s at its end, and one for an older release', (kind) => {
    const claims = { exp: now + 10, maintenance: { supported: true, until: now } };
    const text = vendor.document(kind, claims);
    expect(ways[kind](text, { now: now + 9 })).toMatchObject({ ok: true });
    expect(ways[kind](text, { now: now + 10 })).toMatchObject({ code: 'expired' });
    expect(ways[kind](text, { releasedAt: now + 1 })).toMatchObject({
      code: 'release_not_covered',
    });
  });

  it('is told what a binding is before when, as the wrong file is the likelier fault', () => {
    const text = vendor.document('lease', { exp: 1 });
    expect(ways.lease(text, { identifier: 'OTHER' })).toMatchObject({ code: 'wrong_identifier' });
    expect(ways.lease(text)).toMatchObject({ code: 'expired' });
  });

  it('takes a token license in its own form alone', () => {
    const verification = verifyTokenLicense(vendor.document('token-license'), common);
    expect(verification).toMatchObject({ ok: false, code: 'malformed' });
  });
});
