import type { AddressInfo } from 'node:net';
import { hostCaseDomain, hostCases, sendHostCase, servedBody, toVerdict } from '@licet/conformance';
import express from 'express';
import express4 from 'express4';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serve, type TestServer } from '../test/raw-http.js';
import { createVendor, issuedAt, product } from '../test/vendor.js';
import { licenseGate } from './index.js';

describe.each([
  ['Express 4', express4],
  ['Express 5', express],
])('the guard on %s', (_name, createApp) => {
  /** One application for each list of trusted proxies that the cases ask for. */
  const servers = new Map<string, TestServer>();
  const keyOf = (trustedProxies: readonly string[]): string => trustedProxies.join(' ');

  beforeAll(async () => {
    const vendor = await createVendor();
    const license = await vendor.sign({ domains: [hostCaseDomain] });
    for (const { trustedProxies } of hostCases) {
      if (servers.has(keyOf(trustedProxies))) continue;
      const guard = licenseGate({
        product,
        license,
        publicKeys: vendor.rootPem,
        trustedProxies,
        clock: () => issuedAt,
        onEvent: () => undefined,
      });
      const app = createApp()
        .use(guard)
        .use((_request, response) => {
          response.send(servedBody);
        });
      servers.set(keyOf(trustedProxies), await serve(app));
    }
  });
  afterAll(async () => {
    for (const server of servers.values()) await server[Symbol.asyncDispose]();
  });

  it.each(hostCases)('$expected: $name', async (hostCase) => {
    const server = servers.get(keyOf(hostCase.trustedProxies));
    const { port } = server?.http.address() as AddressInfo;
    expect(toVerdict(await sendHostCase(hostCase, port))).toBe(hostCase.expected);
  });
});
