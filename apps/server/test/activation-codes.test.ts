import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { system } from '../src/services/audit/actor.js';
import {
  issueActivationCode,
  type IssuedCode,
} from '../src/services/licenses/issue-activation-code.js';
import { plainCommit, type Commit } from '../src/services/write.js';
import { claimsOf } from './support/licenses.js';
import {
  act,
  codeOf,
  create,
  patch,
  readFile,
  toBase64,
  type SoldLicense,
} from './support/sales.js';
import {
  computerId,
  isValidSingleUser,
  startSingleUserServer,
  validateSingleUser,
} from './support/single-user.js';
import type { TestServer } from './support/test-server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startSingleUserServer();
});
afterAll(() => server.stop());

const siteCode = 'SITECODE123';
const validate = (request: object) => validateSingleUser(server, request);
const isValid = (request: object) => isValidSingleUser(server, request);
const good = { valid: true };
const bad = { valid: false };
const codeFor = async (license: SoldLicense, machine: object = { computerId }) => {
  const answer = await codeOf(server, license.id, machine);
  expect(answer.status).toBe(201);
  return answer.json as { id: string; code: string };
};

describe('4 with an activation code', () => {
  it('says true for the code as it was pasted, with its machine and serial', async () => {
    const license = await create(server, { kind: 'single-user', siteCode });
    const { code } = await codeFor(license, { siteCode });
    const request = {
      activationkey: true,
      activationcode: ` \r\n${code}\n`,
      useSiteCodeForLicensing: true,
      siteCode,
      serialKey: license.serial,
    };
    expect(await isValid(request)).toEqual(good);
    const others = { licenseFileContent: null, computerID: null, licenseHashCode: 'abc' };
    expect(await isValid({ ...request, ...others })).toEqual(good);
    expect(await isValid({ ...request, siteCode: '' })).toEqual(bad);
    expect(await isValid({ ...request, siteCode: 'SITECODE124' })).toEqual(bad);
    for (const field of ['activationcode', 'siteCode']) {
      const answer = await validate({ ...request, [field]: undefined });
      expect(answer).toMatchObject({ status: 400, json: { code: 'missing_field', field } });
    }
  });

  it('tells files and codes apart', async () => {
    const license = await create(server, { kind: 'single-user', computerId });
    const { code } = await codeFor(license);
    const common = { computerID: computerId, serialKey: license.serial };
    const file = await readFile(server, license.id);
    const asCode = { ...common, activationkey: true, activationcode: file };
    expect(await isValid(asCode)).toEqual(bad);
    expect(await isValid({ ...common, licenseFileContent: toBase64(code) })).toEqual(bad);
  });

  it('binds a license that is for no machine yet, which gets its file then', async () => {
    const license = await create(server, { kind: 'single-user' });
    expect(await server.get(`/v1/licenses/${license.id}/file`)).toMatchObject({
      status: 404,
      json: { code: 'license_file_not_found' },
    });
    await codeFor(license);
    expect((await server.get(`/v1/licenses/${license.id}`)).json).toMatchObject({
      computerId,
      generation: 2,
      transfers: 0,
    });
    const request = {
      licenseFileContent: toBase64(await readFile(server, license.id)),
      computerID: computerId,
      serialKey: license.serial,
    };
    expect(await isValid(request)).toEqual(good);
    expect(await codeOf(server, license.id, { computerId: 'OTHER' })).toMatchObject({
      status: 409,
      json: { code: 'bound_to_another_machine' },
    });
    expect(await codeOf(server, license.id, { siteCode })).toMatchObject({ status: 409 });
  });

  it('re-issues to the same machine: one activation, one slot, another document', async () => {
    const license = await create(server, { kind: 'single-user', computerId });
    const [one, two] = [await codeFor(license), await codeFor(license)];
    expect(two.id).toBe(one.id);
    const [before, after] = [claimsOf(one.code), claimsOf(two.code)];
    expect(after.status).toEqual(before.status);
    expect(after.jti).not.toBe(before.jti);
    expect(after.gen).toBe(before.gen + 1);
    const list = await server.get(`/v1/licenses/${license.id}/activations`);
    expect(list.json).toMatchObject({
      items: [
        { id: one.id, kind: 'activation-code', identifier: computerId, identifierKind: 'computer' },
      ],
      nextCursor: null,
    });
  });

  it('says false once its activation was revoked, and issues no other to that machine', async () => {
    const license = await create(server, { kind: 'single-user', computerId });
    const { id, code } = await codeFor(license);
    const request = {
      activationkey: true,
      activationcode: code,
      computerID: computerId,
      serialKey: license.serial,
    };
    expect(await isValid(request)).toEqual(good);
    for (let i = 0; i < 2; i++) {
      const answer = await server.post(`/v1/activations/${id}/revoke`, undefined);
      expect(answer).toMatchObject({
        status: 200,
        json: { id, revokedAt: '2026-07-01T00:00:00Z' },
      });
    }
    expect(await isValid(request)).toEqual(bad);
    expect(await codeOf(server, license.id, { computerId })).toMatchObject({
      status: 409,
      json: { code: 'activation_revoked' },
    });
    expect(await server.post('/v1/activations/act_x/revoke', undefined)).toMatchObject({
      status: 404,
      json: { code: 'activation_not_found' },
    });
  });

  it('brings no activation back that is revoked while it is signed', async () => {
    const license = await create(server, { kind: 'single-user', computerId });
    const { id } = await codeFor(license);
    const { context } = server;
    const reach = { accountId: context.account.id, product: undefined };
    const plain = plainCommit<IssuedCode>(context, system);
    const commit: Commit<IssuedCode> = async (work, isolation) => {
      await server.post(`/v1/activations/${id}/revoke`, undefined);
      return plain(work, isolation);
    };
    const request = { id: license.id, computerId };
    expect(await issueActivationCode(context, reach, request, commit)).toMatchObject({
      ok: false,
      code: 'activation_revoked',
    });
    const { items } = (await server.get(`/v1/licenses/${license.id}/activations`)).json;
    expect(items).toMatchObject([{ id, revokedAt: '2026-07-01T00:00:00Z' }]);
  });

  it('dies with a transfer, and may come back with the license', async () => {
    const license = await create(server, { kind: 'single-user', computerId });
    const { code } = await codeFor(license);
    const common = { computerID: computerId, serialKey: license.serial };
    const byCode = { ...common, activationkey: true, activationcode: code };
    const licenseFileContent = toBase64(await readFile(server, license.id));
    await act(server, license.id, 'transfer', { computerId: 'OTHER' });
    expect(await isValid(byCode)).toEqual(bad);
    expect(await isValid({ ...common, licenseFileContent })).toEqual(bad);
    await act(server, license.id, 'transfer', { computerId });
    const again = await codeFor(license);
    expect(await isValid({ ...byCode, activationcode: again.code })).toEqual(good);
    expect(await isValid(byCode)).toEqual(bad);
  });

  it('dies with a downgrade, and lives on with an extension', async () => {
    const license = await create(server, { kind: 'single-user', computerId, features: ['a', 'b'] });
    const { code } = await codeFor(license);
    const request = {
      activationkey: true,
      activationcode: code,
      computerID: computerId,
      serialKey: license.serial,
    };
    await patch(server, `/v1/licenses/${license.id}`, { features: ['a', 'b', 'c'] });
    expect(await isValid(request)).toEqual(good);
    await patch(server, `/v1/licenses/${license.id}`, { features: ['a'] });
    expect(await isValid(request)).toEqual(bad);
    const again = await codeFor(license);
    expect(claimsOf(again.code).features).toEqual(['a']);
    expect(await isValid({ ...request, activationcode: again.code })).toEqual(good);
  });

  it('is not issued beyond the machines of a day, nor for licenses that are over or of other kinds', async () => {
    const license = await create(server, { kind: 'single-user', product: 'limited', computerId });
    await codeFor(license);
    await codeFor(license);
    await act(server, license.id, 'transfer', { computerId: 'OTHER' });
    const limited = await codeOf(server, license.id, { computerId: 'OTHER' });
    expect(limited).toMatchObject({ status: 409, json: { code: 'activation_limit_reached' } });
    const network = await create(server, { kind: 'network', serverPath: '/p', seats: 1 });
    expect(await codeOf(server, network.id, { computerId })).toMatchObject({
      status: 409,
      json: { code: 'wrong_license_kind' },
    });
    const short = await create(server, { kind: 'single-user', validTo: '2026-07-02T00:00:00Z' });
    server.clock.now += 86_400;
    expect(await codeOf(server, short.id, { computerId })).toMatchObject({
      status: 409,
      json: { code: 'license_expired' },
    });
    server.clock.now -= 86_400;
  });

  it.each<[object, string, string]>([
    [{}, 'missing_field', 'computerId'],
    [{ computerId: 'a', siteCode: 'b' }, 'invalid_field', 'siteCode'],
    [{ computerId: '' }, 'invalid_field', 'computerId'],
    [{ computerId: ' ' }, 'invalid_field', 'computerId'],
    [{ computerId: 'a\u200bb' }, 'invalid_field', 'computerId'],
    [{ computerId: null }, 'invalid_field', 'computerId'],
    [{ siteCode: 1 }, 'invalid_field', 'siteCode'],
    [{ siteCode: 'x'.repeat(201) }, 'invalid_field', 'siteCode'],
    [{ computerId: 'a', license_id: 'b' }, 'unknown_field', 'license_id'],
  ])('is not issued for %j', async (body, code, field) => {
    const license = await create(server, { kind: 'single-user' });
    expect(await codeOf(server, license.id, body)).toMatchObject({
      status: 400,
      json: { code, field },
    });
  });
});
