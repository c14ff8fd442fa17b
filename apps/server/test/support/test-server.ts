import { cp, mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject, onTestFinished } from 'vitest';
import { createApp } from '../../src/app.js';
import { openContext } from '../../src/open-context.js';
import type { Scope } from '../../src/services/api-keys/api-key.js';
import { createApiKey, type ApiKeyDraft } from '../../src/services/api-keys/create-api-key.js';
import type { Context } from '../../src/services/context.js';
import { createAnswerCheck } from './check-answer.js';
import { documentOf } from './document.js';

/** 2026-07-01T00:00:00Z */
export const startOfTests = 1_782_864_000;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body when it is JSON, of whatever shape the test expects. */
  readonly json: ReturnType<typeof JSON.parse>;
}

/** What the items of lists have, each list some of it. */
export interface Item {
  readonly id: string;
  readonly name: string;
  readonly product: string;
  readonly domains: readonly { readonly name: string }[];
  readonly kid: string;
  readonly use: string;
  readonly status: string;
  readonly pem: string;
  readonly jwk: Readonly<Record<string, string>>;
  readonly xml: string;
  readonly lastUsedAt: string;
  readonly expiresAt: string;
}

/** The items of a page. */
export function itemsOf(page: Answer): readonly Item[] {
  return page.json.items;
}

export interface RequestOptions {
  readonly method?: string;
  readonly key?: string | undefined;
  readonly headers?: Record<string, string>;
}

export interface TestServer {
  readonly url: string;
  readonly port: number;
  readonly dataDir: string;
  readonly context: Context;
  readonly keys: Readonly<Record<Scope, string>>;
  /** Every line that was logged. */
  readonly log: readonly string[];
  readonly clock: { now: number };
  /** Sends JSON, or the text or bytes as they are. */
  post(path: string, body: unknown, options?: RequestOptions): Promise<Answer>;
  get(path: string, options?: RequestOptions): Promise<Answer>;
  createKey(draft: ApiKeyDraft): Promise<{ text: string; id: string }>;
  stop(): Promise<void>;
}

export interface TestServerOptions {
  /** Use this folder rather than a copy of the seeded one. */
  readonly dataDir?: string;
  readonly publicUrl?: string;
}

/** A server on a free port and a data folder of its own, stopped when the test or the file that started it is done. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), 'licet-test-'));
  const dataDir = options.dataDir ?? join(folder, 'data');
  if (options.dataDir === undefined) await cp(inject('seededFolder'), dataDir, { recursive: true });
  const clock = { now: startOfTests };
  const log: string[] = [];
  const place = { dataDir, masterKey: undefined, publicUrl: options.publicUrl };
  const context = await openContext(place, { clock: () => clock.now, modulusBits: 2048 });
  const logStream = { write: (line: string) => void log.push(line) };
  const app = await createApp(context, { logLevel: 'info', logStream });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const url = `http://127.0.0.1:${String(port)}`;
  const check = createAnswerCheck(documentOf(app));
  const createKey = async (draft: ApiKeyDraft) => {
    const created = await context.store.transact((db) =>
      createApiKey(db, context.account.id, draft, clock.now),
    );
    if (!created.ok) throw new Error(created.detail);
    return { text: created.value.text, id: created.value.row.api_key_id };
  };
  const [admin, issue, client] = await Promise.all(
    (['admin', 'issue', 'client'] as const).map((scope) => createKey({ scope, name: scope })),
  );
  return {
    url,
    port,
    dataDir,
    context,
    keys: { admin: admin!.text, issue: issue!.text, client: client!.text },
    log,
    clock,
    createKey,
    post: (path, body, { key = admin!.text, ...rest } = {}) =>
      send(check, url, path, { method: 'POST', body, key, ...rest }),
    get: (path, { key = admin!.text, ...rest } = {}) => send(check, url, path, { key, ...rest }),
    stop: async () => {
      await app.close();
      await context.store.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** A server for one test. */
export async function startServerForTest(options?: TestServerOptions): Promise<TestServer> {
  const server = await startTestServer(options);
  onTestFinished(() => server.stop());
  return server;
}

/** Sends a request, and fails when the answer is not one that the document describes. */
async function send(
  check: ReturnType<typeof createAnswerCheck>,
  url: string,
  path: string,
  { method = 'GET', body, key, headers = {} }: RequestOptions & { body?: unknown },
): Promise<Answer> {
  const isRaw = typeof body === 'string' || body instanceof Uint8Array;
  const response = await fetch(url + path, {
    method,
    headers: {
      ...(key !== undefined && key !== '' && { 'x-api-key': key }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: isRaw ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const [type = ''] = (response.headers.get('content-type') ?? '').split(';');
  const json = type.includes('json') && text !== '' ? JSON.parse(text) : undefined;
  check({ method, path, status: response.status, type, json });
  return { status: response.status, headers: response.headers, text, json };
}
