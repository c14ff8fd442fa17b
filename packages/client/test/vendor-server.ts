import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDomainKey } from '@licet/issuer';
import { openEmbeddedServer, type EmbeddedServer } from '@licet/server';
import { onTestFinished } from 'vitest';
import { createLicetClient, type LicetClient } from '../src/index.js';
import type { ManualTime } from './manual-time.js';

/** The real server of a vendor, with one product whose licenses last 30 days. */
export interface VendorServer {
  readonly url: string;
  /** Calls with a key that may do everything. */
  readonly client: LicetClient;
  readonly adminKey: string;
  /** The key that ships inside the product. */
  readonly publishableKey: string;
  readonly rootPem: string;
  /** Sells a license and returns its key. */
  readonly sell: (domain: string) => Promise<string>;
  /** Ends the server at once. */
  readonly kill: () => Promise<void>;
  /** Starts it again, on the same folder and port. */
  readonly restart: () => Promise<void>;
}

export const product = 'acme-shop';

/** A folder for one test. */
export async function createFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'licet-client-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

/** Starts the server on a folder of its own; both are gone when the test is done. */
export async function startVendorServer({
  clock,
}: Pick<ManualTime, 'clock'>): Promise<VendorServer> {
  const dataDir = join(await createFolder(), 'data');
  const open = () => openEmbeddedServer({ dataDir, clock, modulusBits: 2048 });
  let server: EmbeddedServer | undefined = await open();
  const kill = async (): Promise<void> => {
    await server?.close();
    server = undefined;
  };
  onTestFinished(kill);
  const url = await server.listen();
  const adminKey = await server.createKey('admin');
  const client = createLicetClient({ baseUrl: url, apiKey: adminKey, retries: 0 });
  await expectOk(
    client.post('/v1/products', { body: { code: product, name: 'Acme Shop', termDays: 30 } }),
  );
  return {
    url,
    client,
    adminKey,
    publishableKey: await server.createKey('client'),
    rootPem: await readRoot(client),
    sell: (domain) => sell(client, domain),
    kill,
    restart: async () => {
      server = await open();
      await server.listen(Number(new URL(url).port));
    },
  };
}

/** The data of a call that has to succeed. */
export async function expectOk<T>(
  call: Promise<{ ok: true; data: T } | { ok: false; problem: object }>,
): Promise<T> {
  const result = await call;
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  return result.data;
}

async function readRoot(client: LicetClient): Promise<string> {
  const { items } = await expectOk(client.get('/v1/signing-keys'));
  return items.find(({ use }) => use === 'root')!.pem;
}

async function sell(client: LicetClient, domainname: string): Promise<string> {
  const domainkey = createDomainKey();
  const body = { scriptname: product, domainname, domainkey };
  await expectOk(client.post('/gen/LicenseGen/generate/domainlic', { body }));
  return domainkey;
}
