import { normalizeDomainKey, type Clock } from '@licet/core';
import { createApp } from './app.js';
import { createKeyText } from './cli/keys-create.js';
import type { App } from './http/app.js';
import { openContext } from './open-context.js';
import { parseMasterKey } from './secrets/master-key.js';
import { problemPages } from './problem-page.js';
import type { Scope } from './services/api-keys/api-key.js';
import { anchorAuditLog } from './services/audit/anchor.js';
import type { Context } from './services/context.js';

/** What an embedded server is given in place of the environment. */
export interface EmbeddedServerOptions {
  /** The folder with all that it keeps; a new one is filled. */
  readonly dataDir: string;
  /** By default the machine's. */
  readonly clock?: Clock;
  /** Size of the signing keys of a new folder, by default 3072: smaller ones are made faster. */
  readonly modulusBits?: 2048 | 3072 | 4096;
  /** Wrong secrets per minute that cost nothing; by default nobody has to wait. */
  readonly guessesPerMinute?: number;
}

/** The server in the process of its caller. */
export interface EmbeddedServer {
  /** Listens on this machine alone, on a free port unless one is given. Resolves with the address. */
  listen(port?: number): Promise<string>;
  /** The OpenAPI document, as it is served. */
  describe(): Promise<unknown>;
  /** Makes an API key that may do what `scope` says, and resolves with its text. */
  createKey(scope: Scope): Promise<string>;
  /** Ends every connection and closes the folder. */
  close(): Promise<void>;
}

/**
 * Opens the whole server inside another program: for the tests of those who call it, and for tools that read its document. Logs nothing, and
 * limits nobody unless it is told to, as all requests come from that program.
 * Throws `StartupError` when the folder cannot be used.
 */
export async function openEmbeddedServer(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
  const { dataDir, guessesPerMinute = 0, ...replacements } = options;
  const unset = { databaseUrl: undefined, masterKey: undefined, publicUrl: undefined };
  const place = { dataDir, guessesPerMinute, ...unset };
  const context = await openContext(place, replacements);
  const logStream = { write: () => undefined };
  const app = await createApp(context, { logLevel: 'silent', logStream });
  return {
    listen: (port = 0) => app.listen({ host: '127.0.0.1', port }),
    describe: async () => {
      const answer = await app.inject('/openapi.json');
      return answer.json<unknown>();
    },
    createKey: (scope) => createKeyText(context, { scope, name: 'embedded' }),
    close: () => close(app, context),
  };
}

/** Where a server keeps everything: a folder, or a PostgreSQL with the master key that goes with it. */
export type EmbeddedPlace =
  { readonly dataDir: string } | { readonly databaseUrl: string; readonly masterKey: string };

/**
 * Opens what finds a license of that place by its domain key (the column `key_hmac`): for tools that fill the tables themselves. Throws `StartupError`
 * when the place cannot be used, and on a text that is no domain key.
 */
export async function openDomainKeyIndex(
  place: EmbeddedPlace,
): Promise<(domainKey: string) => string> {
  const context = await openContext({
    dataDir: 'dataDir' in place ? place.dataDir : '',
    databaseUrl: 'databaseUrl' in place ? place.databaseUrl : undefined,
    masterKey: 'masterKey' in place ? parseMasterKey(place.masterKey) : undefined,
    publicUrl: undefined,
  });
  await context.store.close();
  return (domainKey) => {
    const normalized = normalizeDomainKey(domainKey);
    if (normalized === undefined) throw new Error(`${domainKey} is no domain key.`);
    return context.vault.domainKeyHmac(normalized);
  };
}

/** The documentation of every error code: Markdown, by the name of its file. `README.md` leads to the others. */
export function describeProblems(): ReadonlyMap<string, string> {
  return problemPages();
}

async function close(app: App, context: Context): Promise<void> {
  app.server.closeAllConnections();
  await app.close();
  try {
    await anchorAuditLog(context);
  } finally {
    await context.store.close();
  }
}
