import fs from 'node:fs';
import { stat } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { claimsOf, createProducts } from './support/licenses.js';
import { act, create, patch, readFile, toBase64, validations } from './support/sales.js';
import { startTestServer, type TestServer } from './support/test-server.js';

let server: TestServer;
let request: Record<string, unknown>;
beforeAll(async () => {
  server = await startTestServer();
  await createProducts(server);
  const license = await create(server, {
    kind: 'network',
    serverPath: 'C:\\ProgramData\\Server\\Path\\',
    seats: 5,
    serial: 'SERIAL12345',
    validFrom: '2023-01-01T00:00:00Z',
    validTo: '2027-01-01T00:00:00Z',
  });
  request = {
    serverpath: 'C:/ProgramData/Server/Path',
    networkLicenseFile: toBase64(await readFile(server, license.id)),
    numberoflicenses: 5,
    programid: 'acme-shop',
    serialnumber: 'SERIAL12345',
    validfrom: '2023-01-01T00:00:00Z',
    validto: '2027-01-01T00:00:00Z',
  };
});
afterAll(() => server.stop());

const validate = (body: unknown) =>
  server.post(validations.network, body, { key: server.keys.client });

describe('5 network', () => {
  it('says true when all that is expected was signed, and when nothing more is expected', async () => {
    expect(await validate(request)).toMatchObject({ status: 200, json: { valid: true } });
    const { serverpath, networkLicenseFile } = request;
    expect((await validate({ serverpath, networkLicenseFile })).json).toEqual({ valid: true });
    const shouting = { SERVERPATH: serverpath, NETWORKLICENSEFILE: networkLicenseFile };
    expect((await validate(shouting)).json).toEqual({ valid: true });
  });

  it.each<object>([
    { serverpath: 'c:\\programdata\\SERVER\\path' },
    { serverpath: 'C:/ProgramData/Server/Path//' },
    { serialnumber: 'serial12345' },
    { validfrom: '2023-01-01' },
    { validfrom: '2023-01-01T02:00:00.000+02:00' },
    { validto: '2026-12-31' },
    { validto: '2027-01-01T00:00:00.9999999Z' },
  ])('takes %j for the same', async (change) => {
    expect((await validate({ ...request, ...change })).json).toEqual({ valid: true });
  });

  it.each<object>([
    { serverpath: 'C:/ProgramData/Server' },
    { serverpath: 'C:/ProgramData/./Server/Path' },
    { serverpath: '/' },
    { numberoflicenses: 4 },
    { numberoflicenses: 0 },
    { numberoflicenses: -1 },
    { numberoflicenses: 2_147_483_647 },
    { numberoflicenses: -2_147_483_648 },
    { programid: 'acme-cloud' },
    { programid: 'ACME-shop' },
    { programid: '12345' },
    { serialnumber: 'SERIAL12346' },
    { serialnumber: '' },
    { validfrom: '2023-01-01T00:00:01Z' },
    { validto: '2027-01-01' },
    { validto: '2026-12-31T23:59:59Z' },
    { publickey: 'x' },
    { networkLicenseFile: 'x' },
  ])('says false for %j', async (change) => {
    expect(await validate({ ...request, ...change })).toMatchObject({
      status: 200,
      json: { valid: false },
    });
  });

  it.each<[object, string, string]>([
    [{ numberoflicenses: 2_147_483_648 }, 'invalid_field', 'numberoflicenses'],
    [{ numberoflicenses: -2_147_483_649 }, 'invalid_field', 'numberoflicenses'],
    [{ numberoflicenses: 5.5 }, 'invalid_field', 'numberoflicenses'],
    [{ numberoflicenses: '5' }, 'invalid_field', 'numberoflicenses'],
    [{ numberoflicenses: null }, 'invalid_field', 'numberoflicenses'],
    [{ validfrom: '' }, 'invalid_field', 'validfrom'],
    [{ validfrom: '2023-02-30' }, 'invalid_date', 'validfrom'],
    [{ validfrom: '2023-01-01T00:00:00' }, 'invalid_date', 'validfrom'],
    [{ validto: '9999-12-31' }, 'invalid_date', 'validto'],
    [{ validto: '2026-12-31T24:00:00Z' }, 'invalid_date', 'validto'],
    [{ validto: 1 }, 'invalid_field', 'validto'],
    [{ serialnumber: 1 }, 'invalid_field', 'serialnumber'],
    [{ programid: null }, 'invalid_field', 'programid'],
    [{ publickey: {} }, 'invalid_field', 'publickey'],
    [{ serverpath: 'a\nb' }, 'invalid_field', 'serverpath'],
  ])('refuses %j', async (change, code, field) => {
    const answer = await validate({ ...request, ...change });
    expect(answer).toMatchObject({ status: 400, json: { code, field } });
  });

  it('takes a start that was not signed for another one', async () => {
    const license = await create(server, { kind: 'network', serverPath: '/p', seats: 1 });
    const networkLicenseFile = toBase64(await readFile(server, license.id));
    const expected = { serverpath: '/p', networkLicenseFile, validfrom: '2026-07-01T00:00:00Z' };
    expect((await validate(expected)).json).toEqual({ valid: false });
  });

  it('follows seats and state: fewer seats end the file, more do not', async () => {
    const { id } = await create(server, { kind: 'network', serverPath: '/p', seats: 5 });
    const ask = async (file: string) =>
      (await validate({ serverpath: '/p', networkLicenseFile: toBase64(file) })).json.valid;
    const five = await readFile(server, id);
    await patch(server, `/v1/licenses/${id}`, { seats: 8 });
    const eight = await readFile(server, id);
    expect(claimsOf(eight)).toMatchObject({ seats: 8, status: claimsOf(five).status });
    expect([await ask(five), await ask(eight)]).toEqual([true, true]);
    await patch(server, `/v1/licenses/${id}`, { seats: 2 });
    const two = await readFile(server, id);
    expect([await ask(five), await ask(eight), await ask(two)]).toEqual([false, false, true]);
    await act(server, id, 'suspend');
    expect(await ask(two)).toBe(false);
  });
});

describe('the server path of a network license', () => {
  /** Counts what every function of the file system is called with, however it was imported. */
  function watchFiles(): () => string[] {
    const calls: string[] = [];
    const watch = (target: Record<string, unknown>) => {
      for (const [name, value] of Object.entries(target)) {
        if (typeof value !== 'function' || /^[A-Z_]/.test(name)) continue;
        onTestFinished(() => void (target[name] = value));
        target[name] = function (this: unknown, ...args: unknown[]) {
          calls.push(`${name} ${args.map(String).join(' ')}`);
          return Reflect.apply(value, this, args) as unknown;
        };
      }
    };
    onTestFinished(() => syncBuiltinESMExports());
    watch(fs);
    watch(fs.promises);
    syncBuiltinESMExports();
    return () => calls;
  }

  it('is never opened, whatever it names: no function of the file system is called with it', async () => {
    const targets = [
      '/etc/passwd',
      process.cwd(),
      '\\\\198.51.100.1\\share\\x',
      'file:///etc/hosts',
    ];
    const licenses = [];
    for (const serverPath of targets) {
      licenses.push(await create(server, { kind: 'network', serverPath, seats: 1 }));
    }
    const calls = watchFiles();
    await stat(process.cwd());
    expect(calls().filter((call) => call.startsWith('stat'))).toHaveLength(1);
    calls().length = 0;
    for (const [index, serverpath] of targets.entries()) {
      const networkLicenseFile = toBase64(await readFile(server, licenses[index]!.id));
      expect((await validate({ serverpath, networkLicenseFile })).json).toEqual({ valid: true });
      const created = await create(server, { kind: 'network', serverPath: serverpath, seats: 1 });
      const moved = await act(server, created.id, 'transfer', { serverPath: `${serverpath}/x` });
      expect(moved.status).toBe(200);
    }
    expect(calls()).toEqual([]);
  });

  it('is not logged', () => {
    expect(server.log.join('')).not.toMatch(/passwd|198\.51|ProgramData/i);
  });
});
