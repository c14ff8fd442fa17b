import { describe, expect, it } from 'vitest';
import { auditActions, type AuditAction } from '../src/services/audit/actions.js';
import { kindRequests, create } from './support/sales.js';
import { createProducts } from './support/licenses.js';
import { startServerForTest, type Answer, type TestServer } from './support/test-server.js';

/** Not done by an API key: the tests of commands, of the console and of re-signing look at these. */
const doneElsewhere: readonly AuditAction[] = [
  'account.create',
  'account.restore',
  'license.re-sign',
  'signing-key.export',
  'user.create',
  'user.update',
  'user.delete',
  'session.create',
  'session.end',
  'invitation.create',
];

interface Entry {
  readonly action: string;
  readonly target: string;
  readonly actor: string;
  readonly product: string | null;
  readonly details: Record<string, unknown>;
}

async function readEntries({ context }: TestServer): Promise<Entry[]> {
  const rows = await context.store.db
    .selectFrom('audit_log')
    .select(['action', 'target', 'actor', 'product', 'details'])
    .orderBy('at')
    .orderBy('seq')
    .execute();
  return rows.map((row) => ({
    ...row,
    details: JSON.parse(row.details) as Record<string, unknown>,
  }));
}

describe('the audit log', () => {
  it('has one entry for each write of any kind, which says what was changed, and no secret', async () => {
    const server = await startServerForTest();
    await createProducts(server);
    const canaries: unknown[] = ['Canary Holder', 'canary@example.com', 'CANARY-COMPUTER-1'];
    const seen = new Set<string>();
    /** Does one write, which has to leave one entry of each of the actions. */
    const write = async (
      actions: Readonly<Partial<Record<AuditAction, object>>>,
      act: () => Promise<Answer>,
    ): Promise<Answer> => {
      const before = await readEntries(server);
      const answer = await act();
      expect(answer.status, answer.text).toBeLessThan(300);
      const added = (await readEntries(server)).slice(before.length);
      expect(added.map(({ action }) => action).sort()).toEqual(Object.keys(actions).sort());
      for (const { action, actor, details, target, product } of added) {
        if (/^(?:product|license|activation|holder|lease)[.]/.test(action))
          expect(product).toMatch(/./);
        expect(actor).toMatch(/^api-key:key_/);
        expect(target).not.toBe('');
        expect(details).toMatchObject(actions[action as AuditAction] ?? {});
        seen.add(action);
      }
      return answer;
    };
    const post =
      (path: string, body: object = {}) =>
      () =>
        server.post(path, body);
    const send = (method: 'PATCH' | 'DELETE', path: string, body?: object) => () =>
      server.post(path, body, { method });

    const code = 'audited';
    await write(
      { 'product.create': { proofDays: 30, maintenanceSupported: false } },
      post('/v1/products', { code, name: 'Audited' }),
    );
    await write(
      {
        'product.update': {
          transferLimit: 2,
          activationsPerDay: 5,
          features: 'a b',
          policy: '{"graceDays":3}',
          maintenanceSupported: true,
        },
      },
      send('PATCH', `/v1/products/${code}`, {
        transferLimit: 2,
        activationsPerDay: 5,
        features: ['a', 'b'],
        policy: { graceDays: 3 },
        maintenanceSupported: true,
      }),
    );
    const same = { transferLimit: 2, features: ['a', 'b'], policy: { graceDays: 3 } };
    await write({}, send('PATCH', `/v1/products/${code}`, same));
    await write({}, send('PATCH', `/v1/products/${code}`, {}));
    const { json: license } = await write(
      { 'license.create': { kind: 'domain', features: 'a b', maintenanceSupported: true } },
      post('/v1/licenses', {
        kind: 'domain',
        product: code,
        domain: 'audited.example',
        validTo: '2028-01-01T00:00:00Z',
      }),
    );
    canaries.push(license.key);
    const at = `/v1/licenses/${String(license.id)}`;
    await write(
      {
        'license.update': {
          features: 'a',
          policy: '{"graceDays":0}',
          maintenanceUntil: '2026-12-31T00:00:00Z',
          holderChanged: true,
        },
      },
      send('PATCH', at, {
        features: ['a'],
        policy: { graceDays: 0 },
        maintenance: { supported: true, until: '2026-12-31T00:00:00Z' },
        holder: 'Canary Holder',
      }),
    );
    await write({ 'license.renew': {} }, post(`${at}/renew`, { validTo: '2030-01-01T00:00:00Z' }));
    await write(
      { 'license.transfer': { domain: 'moved.example', previousDomain: 'audited.example' } },
      post(`${at}/transfer`, { domain: 'moved.example' }),
    );
    const { json: rekeyed } = await write({ 'license.rekey': {} }, post(`${at}/key`));
    canaries.push(rekeyed.key);
    await write({ 'license.suspend': { previousState: 'active' } }, post(`${at}/suspend`));
    await write({ 'license.reinstate': { previousState: 'suspended' } }, post(`${at}/reinstate`));
    await write({ 'license.revoke': { previousState: 'active' } }, post(`${at}/revoke`));

    const desk = await create(server, kindRequests['single-user']);
    const { json: activation } = await write(
      { 'activation.create': {} },
      post(`/v1/licenses/${desk.id}/activation-codes`, { computerId: 'COMPUTER-IDXX-12345' }),
    );
    canaries.push(desk.serial, activation.code);
    await write(
      { 'activation.revoke': {} },
      post(`/v1/activations/${String(activation.id)}/revoke`),
    );

    const serial = await create(server, { kind: 'token', product: code, seats: 5 });
    canaries.push(serial.serial);
    const registration = {
      tokenSerial: serial.serial,
      programID: code,
      uniqueIdentifier: 'CANARY-COMPUTER-1',
      boundToComputer: false,
    };
    const register = '/token/TokenLicense/generate/tokenlic-registered';
    const ada = { ...registration, name: 'Ada', email: 'canary@example.com' };
    await write({ 'activation.create': {}, 'holder.update': {} }, post(register, ada));
    await write({ 'holder.update': {} }, post(register, { ...ada, name: 'Canary Holder' }));
    await write({}, post(register, { ...ada, name: 'Canary Holder' }));
    await write(
      { 'holder.delete': {} },
      send('DELETE', `/v1/licenses/${serial.id}/holders?identifier=CANARY-COMPUTER-1`),
    );
    const { json: lease } = await write(
      { 'lease.checkout': { generation: 1 } },
      post('/v1/leases', { licenseId: serial.id, holder: 'Canary Holder' }),
    );
    await write(
      { 'lease.borrow': {} },
      post(`/v1/leases/${String(lease.id)}/borrow`, { generation: lease.generation, days: 1 }),
    );

    const { json: setting } = await write(
      { 'token-setting.create': { allowsClientKeys: true } },
      post('/v1/token-settings', {
        issuer: 'Acme',
        audience: 'acme-api',
        lifetimeSeconds: 600,
        allowsClientKeys: true,
      }),
    );
    canaries.push(setting.secret);
    const settingAt = `/v1/token-settings/${String(setting.id)}`;
    const { json: rotated } = await write(
      { 'token-setting.rotate': {} },
      post(`${settingAt}/rotate`),
    );
    canaries.push(rotated.secret);
    const identifier = 'CANARY-COMPUTER-1';
    const { json: access } = await write(
      {},
      post('/token/TokenAccess/generate/accesstoken', {
        uniqueIdentifier: identifier,
        tokenSettingId: setting.id,
      }),
    );
    const { json: minted } = await write(
      { 'api-key.mint': {} },
      post('/token/TokenAccess/validate/apikey', { token: access.access_token, identifier }),
    );
    canaries.push(access.access_token, minted.apiKey);
    await write(
      { 'token-setting.update': { allowsClientKeys: false, lifetimeSeconds: 600 } },
      send('PATCH', settingAt, { allowsClientKeys: false }),
    );
    await write({}, send('PATCH', settingAt, { allowsClientKeys: false, lifetimeSeconds: 600 }));
    await write({ 'token-setting.delete': {} }, send('DELETE', settingAt));

    const { json: key } = await write(
      { 'api-key.create': { scope: 'client' } },
      post('/v1/api-keys', { scope: 'client', name: 'Canary Holder' }),
    );
    canaries.push(key.key);
    await write({ 'api-key.revoke': {} }, post(`/v1/api-keys/${String(key.id)}/revoke`));
    await write({ 'signing-key.rotate': {} }, post('/v1/signing-keys', { use: 'license' }));
    const { json: keys } = await server.get('/v1/signing-keys');
    const { kid } = (keys.items as { kid: string; status: string }[]).find(
      ({ status }) => status === 'retired',
    )!;
    await write({ 'signing-key.burn': {} }, post(`/v1/signing-keys/${kid}/burn`));

    expect([...seen, ...doneElsewhere].sort()).toEqual([...auditActions].sort());
    const log = JSON.stringify(
      await server.context.store.db.selectFrom('audit_log').selectAll().execute(),
    );
    for (const canary of canaries) {
      expect(canary).toEqual(expect.stringMatching(/.{4}/));
      expect(log).not.toContain(canary);
    }
  });
});
