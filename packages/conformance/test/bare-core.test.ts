import { afterAll, describe, expect, it } from 'vitest';
import { createGuardSuite, hostCases } from '../src/index.js';
import { startBareApp } from './bare-app.js';

describe('the bare core over node:http', () => {
  const suite = createGuardSuite({ start: startBareApp });
  afterAll(() => suite.close());

  it.each(suite.cases)('$name', ({ run }) => run());
});

describe('the table of host cases', () => {
  it('has no two cases of one name or of one request', () => {
    const requests = hostCases.map(
      ({ request, trustedProxies }) => `${trustedProxies.join()} ${request}`,
    );
    expect(new Set(requests).size).toBe(hostCases.length);
    expect(new Set(hostCases.map(({ name }) => name)).size).toBe(hostCases.length);
  });

  it('is made of bytes', () => {
    for (const { request } of hostCases) expect(request).toMatch(/^[\0-\xff]*$/);
  });
});
