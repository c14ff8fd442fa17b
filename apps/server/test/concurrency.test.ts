import { createDomainKey } from '@licet/issuer';
import { describe, expect, it, onTestFinished } from 'vitest';
import { claimsOf, createProducts, fetchFile, kidOf, paths, sell } from './support/licenses.js';
import {
  itemsOf,
  startServerForTest,
  startTestServer,
  type TestServer,
} from './support/test-server.js';

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

describe('many requests at once', () => {
  it('make one license of twenty equal calls of operation 1', async () => {
    const server = await startServerForTest();
    await createProducts(server);
    const sale = {
      scriptname: 'acme-cloud',
      domainname: 'example.com',
      domainkey: createDomainKey(),
    };
    const answers = await Promise.all(times(20, () => server.post(paths.generate, sale)));
    expect(answers.map(({ status }) => status)).toEqual(times(20, () => 200));
    expect((await server.get('/v1/licenses')).json.items).toHaveLength(1);
    expect(claimsOf(await fetchFile(server, sale)).gen).toBe(1);
  });

  it('give a key to one of twenty domains that ask for it', async () => {
    const server = await startServerForTest();
    await createProducts(server);
    const domainkey = createDomainKey();
    const answers = await Promise.all(
      times(20, (index) => {
        const domainname = `site${String(index)}.example`;
        return server.post(paths.generate, { scriptname: 'acme-shop', domainname, domainkey });
      }),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...times(19, () => 409)]);
  });

  it('renew in some order: the latest end wins, and every document is numbered once', async () => {
    const server = await startServerForTest();
    await createProducts(server);
    const sold = await sell(server);
    const answers = await Promise.all(
      times(20, (index) => {
        const newValidToDate = `2027-01-${String(index + 1).padStart(2, '0')}T00:00:00Z`;
        return server.post(paths.renew, { domainKey: sold.domainkey, newValidToDate });
      }),
    );
    const renewals = answers.filter(({ status }) => status === 200).length;
    for (const { status, json } of answers.filter(({ status }) => status !== 200)) {
      expect([status, json.code]).toEqual([409, 'date_before_current_end']);
    }
    const { gen, exp } = claimsOf(await fetchFile(server, sold));
    expect(exp).toBe(Date.parse('2027-01-20T00:00:00Z') / 1000);
    expect(gen).toBe(1 + renewals);
  });

  it('make one document of twenty equal renewals', async () => {
    const server = await startServerForTest();
    await createProducts(server);
    const sold = await sell(server);
    const request = { domainKey: sold.domainkey, newValidToDate: '2027-01-01' };
    const answers = await Promise.all(times(20, () => server.post(paths.renew, request)));
    expect(answers.map(({ status }) => status)).toEqual(times(20, () => 200));
    expect(claimsOf(await fetchFile(server, sold)).gen).toBe(2);
  });

  it('issue nothing under a key that was retired meanwhile', async () => {
    const server = await startServerForTest();
    await createProducts(server);
    const [rotated, ...sales] = await Promise.all([
      server.post('/v1/signing-keys', { use: 'license' }),
      ...times(20, () => sell(server)),
    ]);
    const late = await sell(server);
    expect(kidOf(await fetchFile(server, late))).toBe(rotated.json.kid);
    for (const sold of sales) {
      const file = await fetchFile(server, sold);
      const webLicenseFile = Buffer.from(file).toString('base64');
      const answer = await server.post(paths.validate, { ...sold, webLicenseFile });
      expect(answer.json).toEqual({ valid: true });
    }
  });
});

describe('two servers on one database', () => {
  const startTwo = async (): Promise<readonly [TestServer, TestServer]> => {
    const one = await startServerForTest();
    const two = await startTestServer({ place: one.place });
    onTestFinished(() => two.stop());
    await createProducts(one);
    return [one, two];
  };
  /** Twenty requests at once, every other one to the other server. */
  const share = <T>(servers: readonly [TestServer, TestServer], ask: Ask<T>): Promise<T[]> =>
    Promise.all(times(20, (index) => ask(servers[index % 2]!, index)));

  it('see at once what the other stored, and sign with the key that it made', async () => {
    const [one, two] = await startTwo();
    const sold = await sell(two);
    expect(await fetchFile(one, sold)).toBe(await fetchFile(two, sold));
    const rotated = await one.post('/v1/signing-keys', { use: 'license' });
    const file = await fetchFile(two, await sell(two));
    expect(kidOf(file)).toBe(rotated.json.kid);
  });

  it('share a key between them once', async () => {
    const servers = await startTwo();
    const sale = { scriptname: 'acme-shop', domainname: 'a.example', domainkey: createDomainKey() };
    const answers = await share(servers, (server) => server.post(paths.generate, sale));
    expect(answers.map(({ status }) => status)).toEqual(times(20, () => 200));
    expect((await servers[0].get('/v1/licenses')).json.items).toHaveLength(1);
  });

  it('renew in some order: the latest end wins, and every document is numbered once', async () => {
    const servers = await startTwo();
    const sold = await sell(servers[0]);
    const answers = await share(servers, (server, index) => {
      const newValidToDate = `2027-01-${String(index + 1).padStart(2, '0')}T00:00:00Z`;
      return server.post(paths.renew, { domainKey: sold.domainkey, newValidToDate });
    });
    const renewals = answers.filter(({ status }) => status === 200).length;
    expect(answers.filter(({ status }) => status !== 200 && status !== 409)).toEqual([]);
    const files = await Promise.all(servers.map((server) => fetchFile(server, sold)));
    expect(files[0]).toBe(files[1]);
    const { gen, exp } = claimsOf(files[0]!);
    expect(exp).toBe(Date.parse('2027-01-20T00:00:00Z') / 1000);
    expect(gen).toBe(1 + renewals);
  });

  it('answer one Idempotency-Key alike, with one effect', async () => {
    const servers = await startTwo();
    const body = { code: 'together', name: 'Together' };
    const options = { key: servers[0].keys.admin, headers: { 'idempotency-key': 'one' } };
    const answers = await share(servers, (server) => server.post('/v1/products', body, options));
    const texts = answers.map(({ status, text }) => `${String(status)} ${text}`);
    expect(new Set(texts)).toEqual(new Set([`201 ${answers[0]!.text}`]));
  });

  it('revoke and suspend a license in some order, and never undo a revocation', async () => {
    const servers = await startTwo();
    await sell(servers[0]);
    const { id } = itemsOf(await servers[0].get('/v1/licenses'))[0]!;
    const actions = ['suspend', 'reinstate', 'revoke', 'suspend'];
    const answers = await share(servers, (server, index) =>
      server.post(`/v1/licenses/${id}/${actions[index % 4]!}`, undefined),
    );
    expect(answers.filter(({ status }) => status !== 200 && status !== 409)).toEqual([]);
    expect((await servers[1].get(`/v1/licenses/${id}`)).json.state).toBe('revoked');
  });
});

type Ask<T> = (server: TestServer, index: number) => Promise<T>;
