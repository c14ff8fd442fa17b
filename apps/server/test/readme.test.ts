import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { problems } from '../src/problems.js';
import { operationsOf, type Document } from './support/document.js';
import { startTestServer } from './support/test-server.js';

let readme: string;
let document: Document;
beforeAll(async () => {
  readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  const server = await startTestServer();
  document = (await server.get('/openapi.json', { key: '' })).json;
  await server.stop();
});

const rows = () => readme.split('\n').filter((line) => line.startsWith('|'));

describe('the README', () => {
  it('lists every code in the row of its status, and no other', () => {
    const listed = rows().flatMap((row) => {
      const [, statuses = '', codes = ''] = row.split('|');
      if (!/^ \d{3}[\d, ]*$/.test(statuses)) return [];
      const names = [...codes.matchAll(/`([a-z]+(?:_[a-z]+)+|unauthorized|overloaded)`/g)];
      return names.map(([, code]) => [code!, statuses.trim().split(', ')] as const);
    });
    expect(listed.map(([code]) => code).sort()).toEqual(Object.keys(problems).sort());
    for (const [code, statuses] of listed)
      expect(statuses).toContain(String(problems[code as keyof typeof problems].status));
  });

  it('lists every path of the management surface', () => {
    const paths = operationsOf(document).map(({ path }) => path);
    const named = new Set(
      rows().flatMap((row) => [...row.matchAll(/`(\/[^`?]*)/g)].map(([, path]) => template(path!))),
    );
    const missing = paths.filter((path) => path.startsWith('/v1/') && !named.has(template(path)));
    expect(missing).toEqual([]);
  });

  it('shows a call of every numbered operation', () => {
    const numbered = operationsOf(document).filter(({ path }) => /^\/(?!v1\/).+\/.+\//.test(path));
    expect(numbered).toHaveLength(14);
    const missing = numbered.filter(({ path }) => !readme.includes(path.split('/').at(-1)!));
    expect(missing.map(({ id }) => id)).toEqual([]);
  });
});

/** A path without the names of its parameters. */
function template(path: string): string {
  return path.replaceAll(/\{\w+\}/g, '{}');
}
