import { describe, expect, it } from 'vitest';
import { listUri, makeListSigner, slotClaim } from '../../test/lists.js';
import { issuedAt, makeVendor } from '../../test/vendor.js';
import type { GateEvent } from '../gate-events.js';
import { createGate } from '../gate.js';
import { toRefusal } from '../http/refusal.js';
import type { LicenseReceiver } from '../license-source.js';
import { inflate } from '../node/inflate.js';
import type { StatusReceiver } from './status-source.js';

const vendor = makeVendor();
const lists = makeListSigner(vendor);
const name = { uri: listUri, issuer: 'iss_test' };
const day = 86_400;

function setUp(changes: Record<string, unknown> = {}) {
  let licenses: LicenseReceiver | undefined;
  let status: StatusReceiver | undefined;
  let stopped = 0;
  const events: GateEvent[] = [];
  const time = { now: issuedAt };
  const gate = createGate({
    product: 'acme-shop',
    license: { start: (receiver) => ((licenses = receiver), () => stopped++) },
    statusLists: { start: (receiver) => ((status = receiver), () => stopped++) },
    publicKeys: vendor.root.pem,
    clock: () => time.now,
    onEvent: (event) => events.push(event),
  });
  licenses?.deliver(vendor.license({ ...slotClaim(5), ...changes }));
  const check = () => {
    const decision = gate.check({
      rawHeaders: ['Host', 'example.com'],
      url: '/',
      method: 'GET',
      remoteAddress: '192.0.2.1',
      localAddress: '192.0.2.2',
    });
    return decision.allowed ? 'allowed' : decision.code;
  };
  const take = (...list: Parameters<typeof lists.statusList>) =>
    status?.deliverStatusList(lists.statusList(...list), name, inflate);
  const trust = (burnt: readonly string[], seq = 1) =>
    status?.deliverTrustList(lists.trustList(burnt, { seq }));
  return { gate, check, take, trust, events, time, licenses, status, stops: () => stopped };
}

describe('a gate that hears of status lists', () => {
  it('tells which ones its licenses are in', () => {
    const { status, licenses } = setUp();
    expect(status?.listsInUse()).toEqual([name]);
    licenses?.deliver(vendor.license({ ...slotClaim(9), sub: 'lic_2' }), 'second');
    expect(status?.listsInUse()).toEqual([name]);
    expect(setUp({ status: undefined }).status?.listsInUse()).toEqual([]);
  });

  it('refuses a revoked or suspended license from the next request on, and serves it when reinstated', () => {
    const { check, take, events } = setUp();
    expect(check()).toBe('allowed');
    take({ 5: 2 });
    expect(check()).toBe('suspended');
    take({ 6: 1 }, { seq: 2 });
    expect(check()).toBe('allowed');
    take({ 5: 1 }, { seq: 3 });
    expect(check()).toBe('revoked');
    const told = events.filter(
      ({ type }) => type === 'license-ended' || type === 'license-reinstated',
    );
    expect(told).toEqual([
      { type: 'license-ended', licenseId: 'lic_1', code: 'suspended' },
      { type: 'license-reinstated', licenseId: 'lic_1' },
      { type: 'license-ended', licenseId: 'lic_1', code: 'revoked' },
    ]);
  });

  it('goes by a list that came before the license', () => {
    const { check, take, licenses } = setUp({ status: undefined });
    take({ 5: 1 });
    expect(check()).toBe('allowed');
    licenses?.deliver(vendor.license({ ...slotClaim(5), gen: 2 }));
    expect(check()).toBe('revoked');
  });

  it('serves the document that replaced a revoked one', () => {
    const { check, take, licenses } = setUp();
    take({ 5: 1 });
    licenses?.deliver(vendor.license({ ...slotClaim(6), gen: 2 }));
    expect(check()).toBe('allowed');
  });

  it('refuses a list that is older than one it has seen, and any that is not good', () => {
    const { check, take, status, events } = setUp();
    take({ 5: 1 }, { seq: 7 });
    expect(take({}, { seq: 6 })).toMatchObject({ ok: false, code: 'older_list' });
    expect(take({}, { seq: 8, sub: 'urn:x' })).toMatchObject({ code: 'wrong_list' });
    expect(status?.deliverStatusList('x', name, inflate)).toMatchObject({ code: 'malformed' });
    expect(check()).toBe('revoked');
    expect(events.filter(({ type }) => type === 'list-failed')).toHaveLength(3);
    expect(take({}, { seq: 7 })).toMatchObject({ ok: true });
  });

  it('counts offlineDays from the last good list, to the second', () => {
    const { check, take, time, gate } = setUp({ policy: { offlineDays: 2 } });
    time.now = issuedAt + 2 * day - 1;
    expect(check()).toBe('allowed');
    time.now += 1;
    expect(check()).toBe('stale');
    take({}, { seq: 2, iat: issuedAt + 900 });
    expect(check()).toBe('allowed');
    expect(gate.status().license).toMatchObject({ lastSignedAt: issuedAt + 900, troubles: [] });
    time.now = issuedAt + 900 + 2 * day;
    expect(check()).toBe('stale');
  });

  it('does as the policy says when no list can be had', () => {
    const { gate, check, status, time } = setUp({ policy: { offlineDays: 1, onStale: 'warn' } });
    status?.failList(listUri, 'The address of the list cannot be reached.');
    time.now = issuedAt + day;
    expect(check()).toBe('allowed');
    expect(gate.status()).toMatchObject({
      license: { troubles: ['stale'] },
      lastListFailure: { code: 'unavailable' },
      counts: { warned: { stale: 1 } },
    });
  });

  it('raises the mark of the clock by every good list', () => {
    const { check, take, time } = setUp();
    take({}, { iat: issuedAt + 900 });
    time.now = issuedAt + 599;
    expect(check()).toBe('clock_rolled_back');
    time.now = issuedAt + 600;
    expect(check()).toBe('allowed');
  });

  it('shows on a health page what it goes by', () => {
    const { gate, take } = setUp();
    take({ 5: 1 }, { seq: 4 });
    expect(gate.status()).toMatchObject({
      statusLists: [{ uri: listUri, sequence: 4, issuedAt }],
      lastListFailure: undefined,
      license: { troubles: ['revoked'] },
    });
  });

  it('refuses what a stolen key signed, before and after it heard of it', () => {
    const { check, trust, licenses, events } = setUp();
    trust([vendor.leaf.kid], 3);
    expect(check()).toBe('burnt_key');
    expect(events.at(-2)).toEqual({ type: 'license-ended', licenseId: 'lic_1', code: 'burnt_key' });
    const delivery = licenses?.deliver(vendor.license({ ...slotClaim(5), gen: 2 }));
    expect(delivery).toMatchObject({ ok: false, code: 'burnt_key' });
    expect(trust([], 2)).toMatchObject({ ok: false, code: 'older_list' });
    expect(check()).toBe('burnt_key');
    const next = makeVendor(vendor.root);
    licenses?.deliver(next.license({ ...slotClaim(6), gen: 3 }));
    expect(check()).toBe('allowed');
  });

  it('does not go by a list that a stolen key signed', () => {
    const { check, take, trust } = setUp();
    take({ 5: 1 });
    trust([lists.leaf.kid]);
    expect(check()).toBe('allowed');
    expect(take({ 5: 1 }, { seq: 2 })).toMatchObject({ code: 'burnt_key' });
  });

  it('forgets the number and the freshness of a list that a stolen key signed', () => {
    const { check, take, trust, time, status } = setUp({ policy: { offlineDays: 1 } });
    take({}, { seq: Number.MAX_SAFE_INTEGER, iat: issuedAt + 900 });
    trust([lists.leaf.kid]);
    time.now = issuedAt + day;
    expect(check()).toBe('stale');
    const successor = makeListSigner(vendor).statusList({ 5: 1 }, { seq: 2 });
    expect(status?.deliverStatusList(successor, name, inflate)).toMatchObject({ ok: true });
    expect(check()).toBe('revoked');
  });

  it('stops both sources when it is closed', () => {
    const { gate, stops } = setUp();
    gate.close();
    expect(stops()).toBe(2);
  });

  it('answers a visitor with a definite no that does not say why', () => {
    const bodies = (['revoked', 'suspended', 'burnt_key', 'wrong_host'] as const).map((code) =>
      toRefusal({ allowed: false, code, detail: '' }, undefined),
    );
    expect(new Set(bodies.map(({ status }) => status))).toEqual(new Set([403]));
    expect(new Set(bodies.map(({ body }) => body)).size).toBe(1);
  });

  it('takes a source of lists and nothing else for the option', () => {
    const options = {
      product: 'acme-shop',
      license: vendor.license(),
      publicKeys: vendor.root.pem,
    };
    for (const statusLists of ['https://x', {}, null, 5])
      expect(() => createGate({ ...options, statusLists: statusLists as never })).toThrow(
        expect.objectContaining({ option: 'statusLists' }),
      );
  });
});
