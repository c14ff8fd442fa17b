import { join } from 'node:path';
import { openEmbeddedServer } from '@licet/server';
import { onTestFinished } from 'vitest';
import { createFolder, licet, licetJson, start, type Setting } from './run-licet.js';

/** The real server of a vendor, with one product, and a folder to work in. */
export interface Server {
  readonly url: string;
  readonly folder: string;
  readonly keys: Readonly<Record<'admin' | 'issue' | 'client', string>>;
  /** Runs a command with the server and the admin's key in the environment. */
  readonly run: (args: readonly string[], setting?: Setting) => ReturnType<typeof licet>;
  readonly json: (args: readonly string[], setting?: Setting) => ReturnType<typeof licetJson>;
  readonly stop: () => Promise<void>;
}

/** Starts a server on a folder of its own; both are gone when the test is done. */
export async function startServer(
  clock: number | (() => number) = start,
  limits: { readonly guessesPerMinute?: number } = {},
): Promise<Server> {
  const read = typeof clock === 'number' ? () => clock : clock;
  const folder = await createFolder();
  const dataDir = join(folder, 'data');
  const server = await openEmbeddedServer({
    dataDir,
    clock: read,
    modulusBits: 2048,
    ...limits,
  });
  let isOpen = true;
  const stop = async (): Promise<void> => {
    if (isOpen) await server.close();
    isOpen = false;
  };
  onTestFinished(stop);
  const url = await server.listen();
  const keys = {
    admin: await server.createKey('admin'),
    issue: await server.createKey('issue'),
    client: await server.createKey('client'),
  };
  const answer = await fetch(`${url}/v1/products`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': keys.admin },
    body: JSON.stringify({ code: 'acme-shop', name: 'Acme Shop' }),
  });
  if (answer.status !== 201) throw new Error(await answer.text());
  const withServer = ({ env, ...setting }: Setting = {}): Setting => ({
    cwd: folder,
    now: read(),
    ...setting,
    env: { LICET_SERVER: url, LICET_API_KEY: keys.admin, ...env },
  });
  return {
    url,
    folder,
    keys,
    run: (args, setting) => licet(args, withServer(setting)),
    json: (args, setting) => licetJson(args, withServer(setting)),
    stop,
  };
}
