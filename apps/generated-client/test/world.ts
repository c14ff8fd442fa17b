import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedServer } from '@licet/server';
import { createClient, type Client } from '../dist/client/index.js';

/** A server from an empty folder, and a client for each scope of key. */
export interface World {
  readonly admin: Client;
  readonly issue: Client;
  readonly client: Client;
  readonly document: Document;
  /** What later calls need of earlier answers. */
  readonly notes: Notes;
  /** Which operations were answered well, as `get /v1/products/{code}`. */
  readonly answered: ReadonlySet<string>;
  stop(): Promise<void>;
}

/** Names are given by the call that notes something. */
export interface Notes {
  apiKeyId?: string;
  firstKid?: string;
  licenseId?: string;
  licenseFile?: string;
  movingId?: string;
  singleUserId?: string;
  singleUserSerial?: string;
  activationId?: string;
  activationCode?: string;
  tokenId?: string;
  tokenSerial?: string;
  tokenLicense?: string;
  tokenSettingId?: number;
  accessToken?: string;
}

export interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { operationId: string }>>>>;
}

/** One call. It resolves with the answer of a generated function. */
export type Call = (world: World) => Promise<Answer>;

/** What the generated functions resolve with. */
export interface Answer {
  readonly data?: unknown;
  readonly error?: unknown;
}

export async function startWorld(): Promise<World> {
  const dataDir = await mkdtemp(join(tmpdir(), 'licet-generated-'));
  const server = await openEmbeddedServer({ dataDir, modulusBits: 2048 });
  const baseUrl = await server.listen();
  const answered = new Set<string>();
  const connect = async (scope: 'admin' | 'issue' | 'client') => {
    const client = createClient({ baseUrl, auth: await server.createKey(scope) });
    client.interceptors.response.use((response, _request, { method = '', url }) => {
      if (response.ok) answered.add(`${method.toLowerCase()} ${url}`);
      return response;
    });
    return client;
  };
  return {
    admin: await connect('admin'),
    issue: await connect('issue'),
    client: await connect('client'),
    document: (await server.describe()) as Document,
    notes: {},
    answered,
    stop: async () => {
      await server.close();
      await rm(dataDir, { recursive: true });
    },
  };
}

/** A note that an earlier call has to have made. */
export function noted<T>(note: T | undefined): T {
  if (note === undefined) throw new Error('An earlier call did not note what this one needs.');
  return note;
}
