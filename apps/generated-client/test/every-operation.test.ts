import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readLicenseFile, validateSingleUserLicense } from '../dist/index.js';
import { answers } from './answers.js';
import { accessTokenCalls } from './calls/access-tokens.js';
import { changeCalls } from './calls/changes.js';
import { domainLicenseCalls } from './calls/domain-licenses.js';
import { keyCalls } from './calls/keys.js';
import { licenseCalls } from './calls/licenses.js';
import { machineCalls } from './calls/machines.js';
import { productCalls } from './calls/products.js';
import { serialCalls } from './calls/serials.js';
import { serverCalls } from './calls/server.js';
import { noted, startWorld, type World } from './world.js';

/** In the order in which they are made: later ones may need what earlier ones did. */
const calls = Object.entries({
  ...serverCalls,
  ...productCalls,
  ...keyCalls,
  ...domainLicenseCalls,
  ...accessTokenCalls,
  ...machineCalls,
  ...serialCalls,
  ...changeCalls,
  ...licenseCalls,
});

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const operations = () =>
  Object.entries(world.document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId }]) => ({
      id: operationId,
      request: `${method} ${path}`,
    })),
  );

describe('a client that another generator makes of the document, on an empty server', () => {
  it.each(calls)('calls %s', async (id, call) => {
    const { data, error } = await call(world);
    expect(error).toBeUndefined();
    expect(data).toEqual(answers[id] ?? expect.anything());
    const { request } = operations().find((operation) => operation.id === id)!;
    expect([...world.answered]).toContain(request);
  });

  it('has its single-user file accepted as well as its activation code', async () => {
    const { client, issue, notes } = world;
    const path = { id: noted(notes.singleUserId) };
    const { data } = await readLicenseFile({ client: issue, path, parseAs: 'text' });
    const body = {
      activationkey: false,
      licenseFileContent: Buffer.from(noted(data)).toString('base64'),
      serialKey: noted(notes.singleUserSerial),
      computerID: 'COMPUTER-IDXX-12345',
    };
    const own = await validateSingleUserLicense({ client, body });
    expect(own.data).toEqual({ valid: true });
    const other = await validateSingleUserLicense({
      client,
      body: { ...body, computerID: 'ANOTHER-COMPUTER' },
    });
    expect(other.data).toEqual({ valid: false });
  });

  it('has called every operation: add the missing ones to test/calls', () => {
    const missing = operations().filter(({ request }) => !world.answered.has(request));
    expect(missing.map(({ id }) => id)).toEqual([]);
  });
});
