import {
  findEnd,
  fromPipeForm,
  verifyDocument,
  type DocumentKind,
  type EndCode,
} from '@licet/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claimsOf, createProducts } from './support/licenses.js';
import { act, codeOf, create, kindRequests, patch, readFile } from './support/sales.js';
import { readList, rootPins } from './support/status-lists.js';
import { startTestServer, type Answer, type TestServer } from './support/test-server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await createProducts(server);
});
afterAll(() => server.stop());

/** Why a guard that has just fetched the published list refuses a document. */
async function endOf(document: string): Promise<EndCode | undefined> {
  const { typ } = JSON.parse(Buffer.from(document.split('.')[0]!, 'base64url').toString());
  const kind = String(typ).replace('+jwt', '') as DocumentKind;
  const { product } = claimsOf(document);
  const pins = await rootPins(server);
  const verification = verifyDocument(document, { kind, product, pins });
  if (!verification.ok) throw new Error(verification.detail);
  return findEnd(verification.license, { statusList: await readList(server) });
}

async function endsOf(documents: readonly string[]): Promise<(EndCode | undefined)[]> {
  const ends: (EndCode | undefined)[] = [];
  for (const document of documents) ends.push(await endOf(document));
  return ends;
}

function succeeded(answer: Answer): Answer['json'] {
  if (answer.status >= 300) throw new Error(answer.text);
  return answer.json;
}

type Kind = keyof typeof kindRequests;

/** Sells a license with something to lose. */
const sellRich = (kind: Kind) =>
  create(server, {
    ...kindRequests[kind],
    features: ['a', 'b'],
    policy: { graceDays: 5 },
    validTo: '2027-01-01',
  });

/** What takes terms away from a license of any kind. */
const losses = {
  'fewer features': (id: string) => patch(server, `/v1/licenses/${id}`, { features: ['a'] }),
  'a stricter policy': (id: string) => patch(server, `/v1/licenses/${id}`, { policy: {} }),
  'an earlier end': (id: string) =>
    act(server, id, 'renew', { validTo: '2026-12-01', allowShorter: true }),
} as const;
const lossNames = Object.keys(losses) as (keyof typeof losses)[];

const transferTo = (target: object) => (id: string) => act(server, id, 'transfer', target);
const fewerSeats = (id: string) => patch(server, `/v1/licenses/${id}`, { seats: 1 });
const changes: [Kind, string, (id: string) => Promise<Answer>][] = [
  ['domain', 'a transfer', transferTo({ domain: 'moved.example' })],
  ['domain', 'another key', (id) => act(server, id, 'key', {})],
  ['single-user', 'a transfer', transferTo({ computerId: 'ANOTHER-COMPUTER' })],
  ['network', 'a transfer', transferTo({ serverPath: '/another/path' })],
  ['network', 'fewer seats', fewerSeats],
  ...(['domain', 'single-user', 'network'] as const).flatMap((kind) =>
    lossNames.map((name): (typeof changes)[number] => [kind, name, losses[name]]),
  ),
];

describe('the published list', () => {
  it.each(changes)('ends the file of a %s license at %s, and no other', async (kind, _, change) => {
    const [{ id }, other] = [await sellRich(kind), await sellRich(kind)];
    const [old, others] = [await readFile(server, id), await readFile(server, other.id)];
    expect(await endsOf([old, others])).toEqual([undefined, undefined]);
    succeeded(await change(id));
    const next = await readFile(server, id);
    expect(await endsOf([old, next, others])).toEqual(['revoked', undefined, undefined]);
  });

  it.each([...lossNames, 'a transfer' as const])(
    'ends an activation code at %s, and the next one is good',
    async (name) => {
      const { id } = await sellRich('single-user');
      const code = async (computerId: string) =>
        String(succeeded(await codeOf(server, id, { computerId })).code);
      const old = await code(kindRequests['single-user'].computerId);
      const moved = name === 'a transfer';
      succeeded(await (moved ? transferTo({ computerId: 'B' }) : losses[name])(id));
      const next = await code(moved ? 'B' : kindRequests['single-user'].computerId);
      expect(await endsOf([old, next])).toEqual(['revoked', undefined]);
    },
  );

  it('keeps a file that was replaced by one that gives no less', async () => {
    const { id } = await sellRich('domain');
    const old = await readFile(server, id);
    succeeded(await act(server, id, 'renew', { validTo: '2028-01-01' }));
    expect(await endsOf([old, await readFile(server, id)])).toEqual([undefined, undefined]);
  });
});

const device = { uniqueIdentifier: 'DEVICE12345' };

/** Asks operation 11. */
async function issueToken(serial: string, more: object = {}): Promise<string> {
  const request = { tokenSerial: serial, programID: 'acme-shop', ...device, ...more };
  return succeeded(await server.post('/token/TokenLicense/generate/tokenlic', request)).token;
}

/** Asks operation 14: true, or why not. */
async function validate(tokenLicense: string): Promise<unknown> {
  const request = { tokenLicense, programID: 'acme-shop', ...device };
  const answer = await server.post('/token/TokenLicense/validate/tokenlic', request);
  return answer.status === 200 || answer.json.code;
}

const endOfToken = (token: string) => endOf(fromPipeForm(token)!);

describe('a token license that was issued', () => {
  it.each(lossNames)('is over at %s, and the next one is good', async (name) => {
    const { id, serial } = await sellRich('token');
    const old = await issueToken(serial, { boundToComputer: true });
    expect([await validate(old), await endOfToken(old)]).toEqual([true, undefined]);
    succeeded(await losses[name](id));
    expect([await validate(old), await endOfToken(old)]).toEqual(['activation_revoked', 'revoked']);
    const next = await issueToken(serial, { boundToComputer: true });
    expect([await validate(next), await endOfToken(next)]).toEqual([true, undefined]);
    expect([await validate(old), await endOfToken(old)]).toEqual(['activation_revoked', 'revoked']);
    const seats = succeeded(await server.get(`/v1/licenses/${id}/seats`)).items;
    expect(seats).toMatchObject([{ holder: 'DEVICE12345', kind: 'token' }]);
    const again = await issueToken(serial, { boundToComputer: true });
    expect(claimsOf(fromPipeForm(again)!).status).toEqual(claimsOf(fromPipeForm(next)!).status);
  });

  it('lives on with fewer seats or more of anything, of which it says nothing or less', async () => {
    const { id, serial } = await sellRich('token');
    const token = await issueToken(serial);
    succeeded(await fewerSeats(id));
    succeeded(await patch(server, `/v1/licenses/${id}`, { features: ['a', 'b', 'c'] }));
    succeeded(await act(server, id, 'renew', { validTo: '2028-01-01' }));
    expect([await validate(token), await endOfToken(token)]).toEqual([true, undefined]);
  });
});

/** Checks a seat out, and says how to borrow it. */
async function checkOut(licenseId: string, holder = 'workstation-1') {
  const lease = succeeded(await server.post('/v1/leases', { licenseId, holder }));
  const { id, generation } = lease;
  const borrow = async (days: number) => {
    const answer = await server.post(`/v1/leases/${id}/borrow`, { generation, days });
    return String(succeeded(answer).document);
  };
  return { id, generation, borrow };
}

describe('the document of a borrowed seat', () => {
  it.each(
    (['network', 'token'] as const).flatMap((kind) => lossNames.map((it) => [kind, it] as const)),
  )(
    'of a %s license is over at %s; its holder keeps the seat and borrows it again',
    async (kind, name) => {
      const { id } = await sellRich(kind);
      const lease = await checkOut(id);
      const old = [await lease.borrow(3), await lease.borrow(7)];
      expect(await endsOf(old)).toEqual([undefined, undefined]);
      succeeded(await losses[name](id));
      expect(await endsOf(old)).toEqual(['revoked', 'revoked']);
      const { id: leaseId, generation } = await checkOut(id);
      expect([leaseId, generation]).toEqual([lease.id, lease.generation]);
      const next = await lease.borrow(7);
      expect(await endsOf([...old, next])).toEqual(['revoked', 'revoked', undefined]);
    },
  );

  it('lives on when its license has fewer seats or another server, of which it says nothing', async () => {
    const { id } = await sellRich('network');
    const document = await (await checkOut(id)).borrow(7);
    succeeded(await fewerSeats(id));
    succeeded(await transferTo({ serverPath: '/another/path' })(id));
    expect(await endOf(document)).toBeUndefined();
  });
});

describe('a token license that is asked for many times at once', () => {
  it('is the same activation, whose revocation ends all of them', async () => {
    const { id, serial } = await sellRich('token');
    const ask = () => issueToken(serial, { boundToComputer: true });
    const tokens = await Promise.all(Array.from({ length: 8 }, ask));
    for (const token of tokens) {
      expect([await validate(token), await endOfToken(token)]).toEqual([true, undefined]);
    }
    const { items } = succeeded(await server.get(`/v1/activations?license=${id}`));
    expect(items).toHaveLength(1);
    succeeded(await server.post(`/v1/activations/${items[0].id}/revoke`, {}));
    for (const token of tokens) {
      expect([await validate(token), await endOfToken(token)]).toEqual([
        'activation_revoked',
        'revoked',
      ]);
    }
  });

  it('and revoked meanwhile, is over or belongs to an activation that is good again', async () => {
    const { id, serial } = await sellRich('token');
    const ask = () => issueToken(serial, { boundToComputer: true });
    await ask();
    const path = `/v1/activations?license=${id}`;
    const { items } = succeeded(await server.get(path));
    const [revoked, ...tokens] = await Promise.all([
      server.post(`/v1/activations/${items[0].id}/revoke`, {}),
      ...Array.from({ length: 6 }, ask),
    ]);
    succeeded(revoked);
    const isGoodAgain = succeeded(await server.get(path)).items[0].revokedAt === undefined;
    const good = [];
    for (const token of tokens) {
      const isGood = (await validate(token)) === true;
      expect((await endOfToken(token)) === undefined).toBe(isGood);
      if (isGood) good.push(token);
    }
    expect(good.length > 0).toBe(isGoodAgain);
  });
});

describe('documents that are asked for while a license is made less', () => {
  it('say no more than it gives, or are over', async () => {
    const { id, serial } = await create(server, {
      ...kindRequests.token,
      seats: 40,
      features: ['a', 'b'],
    });
    const names = Array.from({ length: 8 }, (_, index) => `device-${String(index)}`);
    const leases = await Promise.all(names.map((name) => checkOut(id, `lease of ${name}`)));
    const known = names.map((uniqueIdentifier) => ({ uniqueIdentifier, boundToComputer: true }));
    await Promise.all(known.map((more) => issueToken(serial, more)));
    const [changed, ...documents] = await Promise.all([
      patch(server, `/v1/licenses/${id}`, { features: ['a'] }),
      ...known.map(async (more) => fromPipeForm(await issueToken(serial, more))!),
      ...leases.map(({ borrow }) => borrow(7)),
    ]);
    succeeded(changed);
    for (const document of documents) {
      const { features } = claimsOf(document);
      expect([features, await endOf(document)]).toEqual(
        features?.length === 1 ? [['a'], undefined] : [['a', 'b'], 'revoked'],
      );
    }
  });
});
