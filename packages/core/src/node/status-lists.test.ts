import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listUri, makeListSigner, slotClaim } from '../../test/lists.js';
import { issuedAt, makeVendor } from '../../test/vendor.js';
import type { GateEvent } from '../gate-events.js';
import { createGate, type Gate } from '../gate.js';
import type { LicenseReceiver } from '../license-source.js';
import { statusLists, type StatusLists } from './status-lists.js';
import type { StatusListsOptions } from './status-lists-options.js';

const vendor = makeVendor();
const lists = makeListSigner(vendor);

let server: Server;
let url: string;
let folder: string;
let asked: IncomingMessage[];
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let events: GateEvent[];
let timers: { milliseconds: number; run: () => void }[];
let gates: Gate[];

const serve = (text: string, etag?: string) => {
  answer = (request, response) => {
    if (request.url === '/v1/trust') return void response.end(lists.trustList([]));
    if (etag !== undefined && request.headers['if-none-match'] === etag)
      return void response.writeHead(304).end();
    response.writeHead(200, etag === undefined ? {} : { etag }).end(text);
  };
};
const refuseAll = (status: number) => {
  answer = (_, response) => response.writeHead(status).end('no');
};

beforeEach(async () => {
  asked = [];
  events = [];
  timers = [];
  gates = [];
  folder = mkdtempSync(join(tmpdir(), 'licet-lists-'));
  server = createServer((request, response) => {
    asked.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});

afterEach(async () => {
  for (const gate of gates) gate.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

function guard(options: StatusListsOptions = { url }, license = vendor.license(slotClaim(5))) {
  const source = statusLists({
    random: () => 0.5,
    schedule: (milliseconds, run) => {
      timers.push({ milliseconds, run });
      return () => undefined;
    },
    ...options,
  });
  const gate = createGate({
    product: 'acme-shop',
    license,
    statusLists: source,
    publicKeys: vendor.root.pem,
    clock: () => issuedAt,
    onEvent: (event) => events.push(event),
  });
  gates.push(gate);
  const check = () => {
    const decision = gate.check({
      rawHeaders: ['Host', 'example.com'],
      url: '/',
      method: 'GET',
      remoteAddress: undefined,
      localAddress: undefined,
    });
    return decision.allowed ? 'allowed' : decision.code;
  };
  return { source, gate, check, waits: () => timers.map(({ milliseconds }) => milliseconds) };
}
const poll = (source: StatusLists) => source.refresh();
const failures = () => events.flatMap((event) => (event.type === 'list-failed' ? [event] : []));

describe('statusLists', () => {
  it('asks in the background for the lists of the licenses, and has the gate go by them', async () => {
    serve(lists.statusList({ 5: 1 }));
    const { source, check } = guard();
    expect(check()).toBe('allowed');
    await poll(source);
    expect(check()).toBe('revoked');
    expect(asked.map((request) => request.url)).toEqual(['/v1/trust', '/v1/status-lists/0']);
    expect(asked.map(({ headers }) => headers['x-api-key'])).toEqual([undefined, undefined]);
  });

  it('asks again every minute, and not for what it has', async () => {
    serve(lists.statusList(), '"1"');
    const { source, waits } = guard();
    await poll(source);
    await poll(source);
    expect(waits()).toEqual([60_000, 60_000]);
    expect(asked.at(-1)?.headers['if-none-match']).toBe('"1"');
    expect(failures()).toEqual([]);
    serve(lists.statusList({ 5: 2 }, { seq: 2 }), '"2"');
    await poll(source);
    expect(guard().gate.status().licenses).toBe(1);
    expect(events).toContainEqual({ type: 'license-ended', licenseId: 'lic_1', code: 'suspended' });
  });

  it('waits longer with every failure, up to a quarter of an hour, and starts over when all is well', async () => {
    refuseAll(500);
    const { source, waits } = guard();
    for (let count = 0; count < 6; count++) await poll(source);
    expect(waits()).toEqual([120_000, 240_000, 480_000, 900_000, 900_000, 900_000]);
    serve(lists.statusList());
    await poll(source);
    expect(waits().at(-1)).toBe(60_000);
  });

  it.each<[string, (response: ServerResponse) => void, string]>([
    ['an error', (response) => response.writeHead(503).end('x'), 'unavailable'],
    ['no list', (response) => response.end('<html>'), 'malformed'],
    ['an endless answer', (response) => response.end('a'.repeat(600_000)), 'unavailable'],
    ['half an answer', (response) => response.socket?.destroy(), 'unavailable'],
    ['a license', (response) => response.end(vendor.license()), 'wrong_kind'],
  ])('changes nothing for %s, and says so', async (_, respond, code) => {
    serve(lists.statusList({ 5: 1 }));
    const { source, check } = guard({ addressOf: () => `${url}/list` });
    await poll(source);
    answer = (_request, response) => {
      respond(response);
    };
    await poll(source);
    expect(check()).toBe('revoked');
    expect(failures()).toMatchObject([{ name: listUri, code }]);
  });

  it('does not wait for a server that never answers', async () => {
    answer = () => undefined;
    const { source } = guard({ url, timeoutMilliseconds: 20 });
    await poll(source);
    expect(failures().map(({ code }) => code)).toEqual(['unavailable', 'unavailable']);
  });

  it('asks a name that is an address there, a URN at the server, and either where it is told to', async () => {
    serve('x');
    const uri = `${url}/v1/status-lists/7`;
    const license = vendor.license({ status: { status_list: { idx: 1, uri } } });
    await poll(guard({}, license).source);
    await poll(guard({ url: `${url}/base/` }).source);
    await poll(guard({ addressOf: () => `${url}/cdn`, trustUrl: `${url}/t` }).source);
    expect(asked.map((request) => request.url)).toEqual([
      '/v1/status-lists/7',
      '/base/v1/trust',
      '/base/v1/status-lists/0',
      '/t',
      '/cdn',
    ]);
  });

  it('says when nobody told where a URN is to be had', async () => {
    await poll(guard({}).source);
    expect(failures()).toMatchObject([{ name: listUri, code: 'unavailable' }]);
    expect(asked).toEqual([]);
  });

  it('asks for the list of a license that arrives while it is asking, in the same poll', async () => {
    let receiver: LicenseReceiver | undefined;
    const source = statusLists({ url, schedule: () => () => undefined });
    const gate = createGate({
      product: 'acme-shop',
      license: { start: (given) => ((receiver = given), () => undefined) },
      statusLists: source,
      publicKeys: vendor.root.pem,
      onEvent: (event) => events.push(event),
    });
    gates.push(gate);
    receiver?.deliver(vendor.license(slotClaim(5)));
    const uri = `${url}/late`;
    answer = (request, response) => {
      if (request.url === '/v1/status-lists/0') {
        const status = { status_list: { idx: 1, uri } };
        receiver?.deliver(vendor.license({ sub: 'lic_2', status }), 'second');
      }
      response.writeHead(404).end();
    };
    await poll(source);
    expect(asked.map((request) => request.url)).toEqual([
      '/v1/trust',
      '/v1/status-lists/0',
      '/late',
    ]);
  });

  it('stops with the gate', async () => {
    serve(lists.statusList());
    const { source, gate } = guard();
    await poll(source);
    gate.close();
    const before = asked.length;
    timers.at(-1)?.run();
    await poll(source);
    expect(asked).toHaveLength(before);
  });

  it.each<[string, object]>([
    ['urls', { urls: 'https://x' }],
    ['url', { url: 'licenses.example.com' }],
    ['trustUrl', { trustUrl: 'ftp://x' }],
    ['addressOf', { addressOf: {} }],
    ['cacheFile', { cacheFile: '' }],
    ['pollSeconds', { pollSeconds: 9 }],
    ['pollSeconds', { pollSeconds: 86_401 }],
    ['timeoutMilliseconds', { timeoutMilliseconds: 0 }],
  ])('refuses a wrong option: %s', (option, options) => {
    expect(() => statusLists(options)).toThrow(expect.objectContaining({ option }));
  });

  it('serves one gate', () => {
    refuseAll(404);
    const { source } = guard();
    expect(() =>
      createGate({
        product: 'acme-shop',
        license: vendor.license(),
        publicKeys: vendor.root.pem,
        statusLists: source,
      }),
    ).toThrow(expect.objectContaining({ option: 'statusLists' }));
  });
});

describe('the lists that are kept', () => {
  const cacheFile = () => join(folder, 'lists.json');

  it('count from the first request after a start, with nobody to ask', async () => {
    serve(lists.statusList({ 5: 1 }, { seq: 3 }));
    const first = guard({ url, cacheFile: cacheFile() });
    await poll(first.source);
    refuseAll(500);
    const second = guard({ url, cacheFile: cacheFile() });
    expect(second.check()).toBe('revoked');
    expect(readdirSync(folder)).toEqual(['lists.json']);
  });

  it('keep an older list from being believed after a start', async () => {
    serve(lists.statusList({ 5: 1 }, { seq: 3 }));
    await poll(guard({ url, cacheFile: cacheFile() }).source);
    serve(lists.statusList({}, { seq: 2 }));
    const { source, check } = guard({ url, cacheFile: cacheFile() });
    await poll(source);
    expect(failures()).toMatchObject([{ code: 'older_list' }]);
    expect(check()).toBe('revoked');
  });

  it('are verified again: a changed file is worth nothing', async () => {
    serve(lists.statusList({ 5: 1 }));
    await poll(guard({ url, cacheFile: cacheFile() }).source);
    const text = readFileSync(cacheFile(), 'utf8');
    refuseAll(500);
    for (const spoiled of [
      '',
      '{',
      '[]',
      '{"v":1,"lists":[1,{}]}',
      text.replace(/.{9}"\}\]/, 'AAAAAAAAA"}]'),
    ]) {
      writeFileSync(cacheFile(), spoiled);
      expect([spoiled.length, guard({ url, cacheFile: cacheFile() }).check()]).toEqual([
        spoiled.length,
        'allowed',
      ]);
    }
  });

  it('that cannot be written are told of, and asked for as before', async () => {
    serve(lists.statusList({ 5: 1 }));
    const { source, check } = guard({ url, cacheFile: join(folder, 'no', 'lists.json') });
    await poll(source);
    expect(check()).toBe('revoked');
    expect(failures()).toMatchObject([{ name: 'cache', code: 'unavailable' }]);
  });
});
