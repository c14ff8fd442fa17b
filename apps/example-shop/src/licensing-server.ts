import { setTimeout as delay } from 'node:timers/promises';
import { createDomainKey } from '@licet/issuer';

/** What a vendor's server hands to an installation. */
export interface IssuedLicense {
  readonly license: string;
  /** The public half of the root key, the one to pin. */
  readonly rootPem: string;
}

const pollMilliseconds = 100;

/** Waits until the server says that it is ready. Throws when `signal` ends the wait. */
export async function waitUntilReady(server: string, signal: AbortSignal): Promise<void> {
  while (!(await isReady(server, signal))) await delay(pollMilliseconds, undefined, { signal });
}

async function isReady(server: string, signal: AbortSignal): Promise<boolean> {
  try {
    const answer = await fetch(`${server}/readyz`, { signal });
    return answer.ok;
  } catch {
    signal.throwIfAborted();
    return false;
  }
}

/** Makes sure that the product exists, has a license issued for the domain and activates it, as a customer would. */
export async function issueLicense(
  server: string,
  apiKey: string,
  order: { readonly product: string; readonly name: string; readonly domain: string },
): Promise<IssuedLicense> {
  const call = caller(server, apiKey);
  const binding = {
    scriptname: order.product,
    domainname: order.domain,
    domainkey: createDomainKey(),
  };
  await call('POST', '/v1/products', { code: order.product, name: order.name }, [409]);
  await call('POST', '/gen/LicenseGen/generate/domainlic', binding);
  const activation = await call('POST', '/web/LicenseWeb/activate/domainlic', binding);
  const { licenseFileBase64 } = activation as { licenseFileBase64: string };
  return {
    license: Buffer.from(licenseFileBase64, 'base64').toString('utf8'),
    rootPem: activeRoot(await call('GET', '/v1/signing-keys')),
  };
}

function activeRoot(answer: unknown): string {
  const { items } = answer as { items: readonly { use: string; status: string; pem: string }[] };
  const root = items.find(({ use, status }) => use === 'root' && status === 'active');
  if (root === undefined) throw new Error('The licensing server has no active root key.');
  return root.pem;
}

type Call = (
  method: 'GET' | 'POST',
  path: string,
  body?: unknown,
  /** Statuses besides success that are just as good. */
  welcome?: readonly number[],
) => Promise<unknown>;

function caller(server: string, apiKey: string): Call {
  return async (method, path, body, welcome = []) => {
    const answer = await fetch(server + path, {
      method,
      headers: { 'x-api-key': apiKey, 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    });
    if (answer.ok || welcome.includes(answer.status)) return answer.json();
    throw new Error(
      `${method} ${path} was answered ${String(answer.status)}: ${await answer.text()}`,
    );
  };
}
