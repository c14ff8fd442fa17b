import { readFile, readdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problemCodes, problemPages, toProblemIndex, toProblemPage } from '../src/problem-page.js';
import { startTestServer, type Answer, type TestServer } from './support/test-server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const browser = { key: '', headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } };
const anybody = { key: '' };

function expectPage(answer: Answer): void {
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
  const policy = answer.headers.get('content-security-policy')!.split('; ');
  expect(policy).toEqual(
    expect.arrayContaining(["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"]),
  );
  expect(policy.join()).not.toMatch(/unsafe|https?:|\*/);
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
  expect(answer.text).not.toMatch(
    /<script(?![^>]* src=)|<style| style=| on\w+=|(src|href)="(https?:)?\/\//,
  );
}

const linksOf = (page: Answer) =>
  [...page.text.matchAll(/ (?:src|href)="((?!data:)[^"]+)"/g)].map(([, link]) => link!);

describe('/docs', () => {
  it('is a page without a key, with all that it loads from this server', async () => {
    const page = await server.get('/docs', browser);
    expectPage(page);
    const links = linksOf(page);
    expect(links).toHaveLength(4);
    for (const link of links) {
      const { pathname } = new URL(link, `${server.url}/docs`);
      expect((await server.get(pathname, anybody)).status).toBe(200);
    }
  });

  it('lets browsers keep what has a hash in its name, for ever, and ask about the rest', async () => {
    const [style] = linksOf(await server.get('/docs', browser));
    const kept = await server.get(`/${style!}`, anybody);
    expect(kept.headers.get('content-type')).toBe('text/css; charset=utf-8');
    expect(kept.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    const plain = await server.get('/docs/page.css', anybody);
    expect(plain.headers.get('cache-control')).toBe('no-cache');
    const etag = plain.headers.get('etag')!;
    for (const known of [etag, `"other", W/${etag}`, '*']) {
      const again = await server.get('/docs/page.css', { headers: { 'if-none-match': known } });
      expect(again).toMatchObject({ status: 304, text: '' });
      expect(again.headers.get('etag')).toBe(etag);
    }
    const other = await server.get('/docs/page.css', { headers: { 'if-none-match': '"other"' } });
    expect(other.status).toBe(200);
  });

  it('has no other file', async () => {
    for (const name of ['..%2f..%2fmain.js', '%2e%2e/main.js', 'swagger-ui-LICENSE', 'x']) {
      expect((await server.get(`/docs/${name}`, anybody)).status).toBe(404);
    }
  });

  it('is reached with a slash at its end as well', async () => {
    const response = await fetch(`${server.url}/docs/`, { redirect: 'manual' });
    expect(response.status).toBe(308);
    expect(new URL(response.headers.get('location')!, response.url).pathname).toBe('/docs');
  });
});

describe('/problems', () => {
  it('leads from every problem to the page of its code', async () => {
    const problem = (await server.get('/v1/products/none')).json;
    expect(problem.type).toBe('/problems/product_not_found');
    const page = await server.get(problem.type, browser);
    expectPage(page);
    expect(page.text).toContain(`<h1>${problem.title}</h1>`);
  });

  it.each(problemCodes.map((code) => [code]))('has a page for %s, in both forms', async (code) => {
    expectPage(await server.get(`/problems/${code}`, browser));
    const plain = await server.get(`/problems/${code}`, anybody);
    expect(plain.headers.get('content-type')).toBe('text/markdown; charset=utf-8');
    expect(plain.headers.get('vary')).toBe('accept');
    expect(plain.text).toBe(toProblemPage(code));
  });

  it('lists them all', async () => {
    const page = await server.get('/problems', browser);
    expectPage(page);
    const links = linksOf(page).filter((link) => link.startsWith('problems/'));
    expect(links).toEqual(problemCodes.map((code) => `problems/${code}`));
    expect((await server.get('/problems', anybody)).text).toBe(toProblemIndex());
  });

  it.each(['none', 'toString', '__proto__'])('has no page for %s', async (code) => {
    const answer = await server.get(`/problems/${code}`, browser);
    expect(answer).toMatchObject({ status: 404, json: { code: 'not_found' } });
  });
});

describe('apps/docs/errors', () => {
  const folder = new URL('../../docs/errors/', import.meta.url);

  it('has these pages and no others: `pnpm run generate` writes them', async () => {
    const names = await readdir(folder);
    const files = await Promise.all(
      names.map(async (name) => [name, await readFile(new URL(name, folder), 'utf8')] as const),
    );
    expect(new Map(files.sort())).toEqual(new Map([...problemPages()].sort()));
  });
});
