import { createDomainKey } from '@licet/issuer';
import { describe, expect, it } from 'vitest';
import { claimsOf, createProducts, fetchFile, kidOf, paths, sell } from './support/licenses.js';
import { startServerForTest, startTestServer } from './support/test-server.js';

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
  it('see at once what the other stored, and sign with the key that it made', async () => {
    const one = await startServerForTest();
    const two = await startTestServer({ place: one.place });
    await createProducts(one);
    const sold = await sell(two);
    expect(await fetchFile(one, sold)).toBe(await fetchFile(two, sold));
    const rotated = await one.post('/v1/signing-keys', { use: 'license' });
    const file = await fetchFile(two, await sell(two));
    expect(kidOf(file)).toBe(rotated.json.kid);
    await two.stop();
  });

  it('share a key between them once', async () => {
    const one = await startServerForTest();
    const two = await startTestServer({ place: one.place });
    await createProducts(one);
    const sale = { scriptname: 'acme-shop', domainname: 'a.example', domainkey: createDomainKey() };
    const answers = await Promise.all(
      times(20, (index) => (index % 2 ? one : two).post(paths.generate, sale)),
    );
    expect(answers.map(({ status }) => status)).toEqual(times(20, () => 200));
    expect((await one.get('/v1/licenses')).json.items).toHaveLength(1);
    await two.stop();
  });
});
