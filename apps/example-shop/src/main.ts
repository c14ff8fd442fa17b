import { createAdminKey } from './create-admin-key.js';
import { issueLicense, waitUntilReady, type IssuedLicense } from './licensing-server.js';
import { close, listen } from './listen.js';
import { provision } from './provision.js';
import { readSettings, type Settings } from './settings.js';
import { createShop, product } from './shop.js';

const licensedHost = 'shop.localhost';
const patienceMilliseconds = 60_000;

const stopping = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stopping.abort());

try {
  await run(readSettings(process.env), stopping.signal);
} catch (error) {
  if (!stopping.signal.aborted) {
    console.error(
      `The example shop cannot start: ${error instanceof Error ? error.message : String(error)}`,
    );
    process.exitCode = 1;
  }
}

/** Runs the shop until it is told to stop. */
async function run({ port, server, directory }: Settings, stop: AbortSignal): Promise<void> {
  const { licensePath, rootPem } = await provision(directory, product, () => order(server, stop));
  const { app, license } = createShop(licensePath, rootPem);
  const servers = await listen(app, port).catch(explainPort(port));
  console.log(`Shop    http://${licensedHost}:${String(port)} (licensed)`);
  console.log(`        http://other.localhost:${String(port)} (refused)`);
  await aborted(stop);
  license.close();
  await close(servers);
}

async function order(server: string, stop: AbortSignal): Promise<IssuedLicense> {
  const patience = AbortSignal.any([stop, AbortSignal.timeout(patienceMilliseconds)]);
  await waitUntilReady(server, patience).catch(() => {
    throw new Error(`no licensing server answered at ${server}/readyz within a minute.`);
  });
  const apiKey = await createAdminKey(process.env, stop);
  return issueLicense(server, apiKey, { product, name: 'Example Shop', domain: licensedHost });
}

function explainPort(port: number): (error: unknown) => never {
  return (error) => {
    const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    if (!taken) throw error;
    throw new Error(`port ${String(port)} is taken. Set LICET_EXAMPLE_PORT to a free one.`);
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
