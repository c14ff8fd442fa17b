import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { startChild } from './child-process.js';
import { waitForAnswer } from './ports.js';

/** The built server; it has no exports, it is a program. */
export const serverProgram = new URL('../../server/dist/main.js', import.meta.url);

/** What a client of a server needs to ask for a license's status. */
export interface Access {
  readonly apiKey: string;
  readonly domainKey: string;
}

/** Fills the data folder of `env` with keys, a product and a license, by running the server on it once. */
export async function prepareServer(
  env: { readonly PORT: string } & NodeJS.ProcessEnv,
): Promise<Access> {
  const child = startChild(serverProgram, [], env);
  try {
    await waitForAnswer(Number(env.PORT), child);
    const apiKey = createAdminKey(env);
    const post = poster(`http://127.0.0.1:${env.PORT}`, apiKey);
    const domainKey = 'BENCH-KEY-1';
    await post('/v1/products', { code: 'bench', name: 'Bench' });
    await post('/gen/LicenseGen/generate/domainlic', {
      scriptname: 'bench',
      domainname: 'shop.example.com',
      domainkey: domainKey,
    });
    return { apiKey, domainKey };
  } finally {
    await child.stop();
  }
}

function createAdminKey(env: NodeJS.ProcessEnv): string {
  const args = [
    fileURLToPath(serverProgram),
    'keys',
    'create',
    '--scope',
    'admin',
    '--name',
    'bench',
  ];
  return execFileSync(process.execPath, args, {
    env: { ...process.env, ...env },
    encoding: 'utf8',
  }).trim();
}

function poster(server: string, apiKey: string): (path: string, body: object) => Promise<void> {
  return async (path, body) => {
    const answer = await fetch(server + path, {
      method: 'POST',
      headers: { 'x-api-key': apiKey, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok)
      throw new Error(`${path} was answered ${String(answer.status)}: ${await answer.text()}`);
  };
}

/** A POST as it goes over the wire. */
export function postRequest(path: string, apiKey: string, content: object): string {
  const body = JSON.stringify(content);
  return [
    `POST ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    `X-Api-Key: ${apiKey}`,
    'Content-Type: application/json',
    `Content-Length: ${String(body.length)}`,
    '',
    body,
  ].join('\r\n');
}
