import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { createApp } from '../../src/app.js';
import type { Config } from '../../src/config.js';
import { openContext } from '../../src/open-context.js';
import type { Scope } from '../../src/services/api-keys/api-key.js';
import { createApiKey, type ApiKeyDraft } from '../../src/services/api-keys/create-api-key.js';
import { system } from '../../src/services/audit/actor.js';
import type { Context } from '../../src/services/context.js';
import { createAnswerCheck } from './check-answer.js';
import { documentOf } from './document.js';
import { createPlace, type TestPlace } from './place.js';

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
  readonly place: TestPlace;
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
  /** Use the place of another server rather than one of its own. */
  readonly place?: TestPlace;
  readonly publicUrl?: string;
  /** By default nobody is limited: the tests of other things ask much from one address, at one time. */
  readonly traffic?: TrafficOptions;
}

type TrafficOptions = Partial<
  Pick<
    Config,
    'trustedProxies' | 'ratePerAddress' | 'ratePerKey' | 'guessesPerMinute' | 'maxRequests'
  >
>;

/** A server on a free port and a place of its own, stopped when the test or the file that started it is done. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const place = options.place ?? (await createPlace());
  const clock = { now: startOfTests };
  const log: string[] = [];
  const { publicUrl, traffic = {} } = options;
  const context = await openContext(
    { ...place.config, publicUrl, ...traffic },
    { clock: () => clock.now, modulusBits: 2048 },
  );
  const logStream = { write: (line: string) => void log.push(line) };
  const app = await createApp(context, { logLevel: 'info', logStream, ...traffic });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const url = `http://127.0.0.1:${String(port)}`;
  const check = createAnswerCheck(documentOf(app));
  const createKey = async (draft: ApiKeyDraft) => {
    const created = await context.auditLog.transact(system, (db, record) =>
      createApiKey(context, draft, db, record),
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
    place,
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
      if (options.place === undefined) await place.remove();
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
