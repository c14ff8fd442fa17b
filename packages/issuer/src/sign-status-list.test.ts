import { inflateSync } from 'node:zlib';
import {
  readDocument,
  statusListBytes,
  verifyStatusList,
  type StatusListVerification,
} from '@licet/core';
import { inflate } from '@licet/core/node';
import { beforeAll, describe, expect, it } from 'vitest';
import { createVendor, leafEnd, leafStart, type Vendor } from '../test/vendor.js';
import {
  createStatusBits,
  documentStatuses,
  setStatus,
  signStatusList,
  type StatusListDraft,
} from './sign-status-list.js';

let vendor: Vendor;
let licenses: Vendor;
beforeAll(async () => {
  vendor = await createVendor({ use: 'status' });
  licenses = await createVendor();
});

const issuedAt = leafStart + 1000;
const uri = 'urn:licet:iss_vendor:status:0';
const draft = (changes: Partial<StatusListDraft> = {}): StatusListDraft => ({
  issuer: 'iss_vendor',
  uri,
  bits: createStatusBits(),
  sequence: 7,
  issuedAt,
  expiresAt: issuedAt + 86_400,
  ttlSeconds: 60,
  ...changes,
});
const sign = (changes?: Partial<StatusListDraft>): Promise<string> =>
  signStatusList(draft(changes), vendor.signer, vendor.lanes);
const verify = (text: string): StatusListVerification =>
  verifyStatusList(text, { uri, issuer: 'iss_vendor', pins: vendor.pins, inflate });

describe('a signed status list', () => {
  it('is exactly the wire format, members in their order', async () => {
    const reading = readDocument(await sign());
    const { key, statement: leaf } = vendor.signer;
    const kid = key.publicKey.thumbprint;
    expect(reading.ok && JSON.stringify(reading.document.header)).toBe(
      JSON.stringify({ alg: 'RS256', typ: 'statuslist+jwt', kid, leaf }),
    );
    const { status_list: list, ...claims } = (reading.ok ? reading.document.payload : {}) as {
      status_list?: { bits: number; lst: string };
    };
    const times = { iat: issuedAt, exp: issuedAt + 86_400, ttl: 60 };
    expect(JSON.stringify(claims)).toBe(
      JSON.stringify({ v: 1, iss: 'iss_vendor', sub: uri, seq: 7, ...times }),
    );
    expect(list?.bits).toBe(2);
    const bytes = inflateSync(Buffer.from(list?.lst ?? '', 'base64url'));
    expect([bytes.length, bytes.every((byte) => byte === 0)]).toEqual([statusListBytes, true]);
  });

  it('puts four slots in a byte, the first in its lowest bits, as the IETF draft draws them', () => {
    const bits = createStatusBits();
    const statuses = [1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3] as const;
    statuses.forEach((status, slot) => {
      setStatus(bits, slot, status as 0 | 1 | 2);
    });
    expect([...bits.subarray(0, 3)]).toEqual([0b1100_1001, 0b0100_0100, 0b1111_1001]);
  });

  it('tells a guard of each document what the vendor said', async () => {
    const bits = createStatusBits();
    const { invalid, suspended, valid } = documentStatuses;
    setStatus(bits, 0, invalid);
    setStatus(bits, 5, suspended);
    setStatus(bits, 2 ** 20 - 1, suspended);
    setStatus(bits, 6, invalid);
    setStatus(bits, 6, valid);
    const verification = verify(await sign({ bits }));
    if (!verification.ok) throw new Error(verification.detail);
    const { list } = verification;
    const said = [0, 1, 4, 5, 6, 2 ** 20 - 2, 2 ** 20 - 1].map((slot) => list.statusOf(slot));
    expect(said).toEqual(['invalid', 'valid', 'valid', 'suspended', 'valid', 'valid', 'suspended']);
    expect(list).toMatchObject({ sequence: 7, issuedAt, expiresAt: issuedAt + 86_400 });
  });

  it('fits the limit of guards even when it cannot be compressed', async () => {
    const { randomFillSync } = await import('node:crypto');
    const text = await sign({ bits: randomFillSync(createStatusBits()) });
    expect(verify(text)).toMatchObject({ ok: true });
  });

  it.each<[string, Partial<StatusListDraft>]>([
    ['no issuer', { issuer: '' }],
    ['a uri with a space', { uri: 'a b' }],
    ['too few bits', { bits: new Uint8Array(10) }],
    ['too many bits', { bits: new Uint8Array(statusListBytes + 1) }],
    ['sequence 0', { sequence: 0 }],
    ['half a sequence', { sequence: 1.5 }],
    ['an end before its issue', { expiresAt: issuedAt }],
    ['half a second', { issuedAt: issuedAt + 0.5 }],
    ['no time to live', { ttlSeconds: 0 }],
  ])('is not made with %s', async (_, changes) => {
    await expect(sign(changes)).rejects.toMatchObject({ code: 'invalid_options', option: 'draft' });
  });

  it.each([-1, 0.5, 2 ** 20, Number.NaN])('has no slot %d', (slot) => {
    expect(() => setStatus(createStatusBits(), slot, 1)).toThrow(
      expect.objectContaining({ option: 'slot' }),
    );
  });

  it('is not signed by a leaf for licenses, of another issuer or out of its time', async () => {
    const signing = signStatusList(draft(), licenses.signer, vendor.lanes);
    await expect(signing).rejects.toMatchObject({ option: 'signer' });
    await expect(sign({ issuer: 'iss_other' })).rejects.toMatchObject({ option: 'signer' });
    const late = { issuedAt: leafEnd, expiresAt: leafEnd + 1 };
    await expect(sign(late)).rejects.toMatchObject({ option: 'signer' });
  });
});
