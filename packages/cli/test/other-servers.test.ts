import { writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startOtherServer } from './support/other-server.js';
import { createFolder, licetJson } from './support/run-licet.js';

const env = { LICET_API_KEY: 'licet_sk_of_somebody' };
const lines = Array.from({ length: 40 }, (_, index) => `d${index}.example\n`);

const page = (response: ServerResponse, status = 200) => {
  response.writeHead(status, { 'content-type': 'text/html' });
  response.end('<html>Sign in to the guest network</html>');
};
const json = (response: ServerResponse, value: unknown) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
};
const elsewhere = (response: ServerResponse) => {
  response.writeHead(302, { location: 'https://licenses.example.com/v1/licenses' });
  response.end();
};

describe('a server that is none of ours', () => {
  it.each([
    ['answers everything with a page', (response: ServerResponse) => page(response), 'not a Licet'],
    ['knows no path', (response: ServerResponse) => page(response, 404), 'not a Licet server'],
    ['forbids everything', (response: ServerResponse) => page(response, 403), 'not a Licet server'],
    ['answers everything in JSON', (response: ServerResponse) => json(response, {}), 'not a Licet'],
    ['points elsewhere', elsewhere, 'redirects to https://licenses.example.com/v1/licenses'],
  ])('stops an import at once when it %s', async (_what, answer, words) => {
    const cwd = await createFolder();
    await writeFile(join(cwd, 'a.csv'), `domain\n${lines.join('')}`);
    const server = await startOtherServer((_request, response) => answer(response));
    const args = ['import', 'a.csv', '--product', 'acme-shop', '--server', server.url];
    const ran = await licetJson([...args, '--concurrency', '2'], { cwd, env });
    expect(ran).toMatchObject({ code: 3, ok: false, error: { exitCode: 3 } });
    expect(ran.error?.message).toContain(words);
    expect(server.asked()).toBeLessThanOrEqual(2);
  });

  it.each([
    ['page', (response: ServerResponse) => page(response), 3],
    ['JSON of something else', (response: ServerResponse) => json(response, { items: [{}] }), 3],
    ['redirect', elsewhere, 3],
    ['page of a gateway without its server', (r: ServerResponse) => page(r, 502), 4],
  ])('is told from one that is busy by the exit code: a %s', async (_what, answer, code) => {
    const server = await startOtherServer((_request, response) => answer(response));
    const commands = [
      ['licenses', 'list'],
      ['licenses', 'show', 'lic_1'],
    ];
    if (code === 3) commands.push(['export'], ['licenses', 'renew', 'lic_1', '--permanent']);
    for (const args of commands) {
      const ran = await licetJson([...args, '--server', server.url], { env });
      expect({ args, code: ran.code }).toEqual({ args, code });
      expect(ran.error?.code).not.toBe('internal_error');
    }
  });

  it('is named by doctor with the place that it points to', async () => {
    const server = await startOtherServer((_request, response) => elsewhere(response));
    const ran = await licetJson(['doctor', '--server', server.url], { env });
    expect(ran.data.findings).toContainEqual(
      expect.objectContaining({
        code: 'not_licet',
        detail: `${server.url} redirects to https://licenses.example.com.`,
      }),
    );
  });
});
