import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { startChild, type Child, type ChildOptions } from './child-process.js';
import { freePort, waitForAnswer } from './ports.js';

/** The built server; as a program, it is more than what it exports. */
export const serverProgram = new URL('../../server/dist/main.js', import.meta.url);

/** What a client of a server needs to ask for a license's status. */
export interface Access {
  readonly apiKey: string;
  readonly domainKey: string;
}

/** Counted as always, and never reached: the load is more than any client is allowed. */
export const withoutLimits = {
  HOST: '127.0.0.1',
  LICET_RATE_PER_ADDRESS: '1000000000',
  LICET_RATE_PER_KEY: '1000000000',
  LICET_GUESSES_PER_MINUTE: '1000000000',
  LICET_MAX_REQUESTS: '1000000',
  LICET_LOG_LEVEL: 'info',
} as const;

/** The product that everything is of. */
export const product = 'bench';
const host = 'shop.example.com';

/** A program that answers at a port. */
export interface RunningServer {
  readonly child: Child;
  readonly port: number;
}

/** Starts the server on what `env` says, on a free port. */
export function startServer(env: NodeJS.ProcessEnv): Promise<RunningServer> {
  return startProgram(serverProgram, [], env);
}

/** Starts a program that listens on the port that PORT names, and waits until it answers. */
export async function startProgram(
  program: URL,
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
  options: ChildOptions = {},
): Promise<RunningServer> {
  const port = await freePort();
  const child = startChild(program, args, { ...env, PORT: String(port) }, options);
  await waitForAnswer(port, child);
  return { child, port };
}

/** Fills the place that `env` names with keys, a product and a license, by running the server on it once. */
export async function prepareServer(env: NodeJS.ProcessEnv): Promise<Access> {
  const { child, port } = await startServer(env);
  try {
    const apiKey = runServerCommand(env, 'keys', 'create', '--scope', 'admin', '--name', 'bench');
    const domainKey = 'BENCH-KEY-1';
    await call(port, apiKey, '/v1/products', { code: product, name: 'Bench' });
    await issue(port, apiKey, domainKey);
    return { apiKey, domainKey };
  } finally {
    await child.stop();
  }
}

/** What a command of the server prints. */
export function runServerCommand(env: NodeJS.ProcessEnv, ...args: readonly string[]): string {
  return execFileSync(process.execPath, [fileURLToPath(serverProgram), ...args], {
    env: { ...process.env, ...env },
    encoding: 'utf8',
  }).trim();
}

/** A license for one host, by operation 1. */
export async function issue(port: number, apiKey: string, domainKey: string): Promise<void> {
  await call(port, apiKey, paths.issue, toIssueBody(domainKey));
}

export function toIssueBody(domainkey: string) {
  return { scriptname: product, domainname: host, domainkey };
}

/** A whole operation 6 for a license: its file is fetched by operation 7. */
export async function toValidateBody(port: number, apiKey: string, domainkey: string) {
  const asked = { scriptName: product, domainName: host, domainKey: domainkey };
  const answer = await call(port, apiKey, '/web/LicenseWeb/activate/domainlic', asked);
  const { licenseFileBase64 } = answer as { licenseFileBase64: string };
  return { ...toIssueBody(domainkey), webLicenseFile: licenseFileBase64 };
}

export const paths = {
  status: '/gen/LicenseGen/check/license-status',
  validate: '/val/LicenseVal/validate/domain',
  issue: '/gen/LicenseGen/generate/domainlic',
  /** Operation 8 with a text that is no token is answered from its schema alone: the server's own echo. */
  echo: '/token/TokenAccess/validate/apikey',
  leases: '/v1/leases',
  serials: '/v1/serials',
} as const;

export const echoBody = { token: 'no.access.token', identifier: 'DEVICE12345' } as const;

async function call(port: number, apiKey: string, path: string, body: object): Promise<unknown> {
  const answer = await fetch(`http://127.0.0.1:${String(port)}${path}`, {
    method: 'POST',
    headers: { 'x-api-key': apiKey, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok)
    throw new Error(`${path} was answered ${String(answer.status)}: ${await answer.text()}`);
  return answer.json();
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
