import { createLicetClient, type LicetClient, type Problem, type Result } from '@licet/client';
import type { ExitReason } from '../program/exit-codes.js';
import { CommandFailure, misuse } from '../program/failure.js';

/** Options of every command that calls the API. */
export const serverOptions = {
  server: {
    type: 'text',
    value: 'URL',
    text: 'address of the license server',
    env: 'LICET_SERVER',
  },
  'api-key': {
    type: 'text',
    value: 'KEY',
    text: 'API key; better in the environment, as command lines can be seen by others',
    env: 'LICET_API_KEY',
  },
  'dangerously-allow-http': {
    type: 'flag',
    text: 'allow http: to other machines, where everybody on the way can read the API key',
  },
} as const;

/** The values of {@link serverOptions}. */
export interface ServerValues {
  readonly server: string | undefined;
  readonly 'api-key': string | undefined;
  readonly 'dangerously-allow-http': boolean;
}

/** A client of the server that was named. Throws a `CommandFailure` when address or key is missing; the key is never repeated. */
export function openServer(
  options: ServerValues,
  changes: { readonly retries?: number } = {},
): LicetClient {
  const { server, 'api-key': apiKey } = options;
  if (server === undefined) {
    throw misuse('Which server? Give --server, or set LICET_SERVER.', 'server');
  }
  if (apiKey === undefined) {
    throw misuse('An API key is needed: set LICET_API_KEY, or give --api-key.', 'api-key');
  }
  const dangerouslyAllowHttp = options['dangerously-allow-http'];
  try {
    return createLicetClient({ baseUrl: server, apiKey, dangerouslyAllowHttp, ...changes });
  } catch (error) {
    throw misuse(toOptionNames(error instanceof Error ? error.message : String(error)));
  }
}

/** The client names its own options; who types has others. */
export function toOptionNames(message: string): string {
  return message
    .replace(/^baseUrl\b/, '--server')
    .replace(/^apiKey\b/, '--api-key')
    .replace('set dangerouslyAllowHttp', 'give --dangerously-allow-http');
}

/** The answer of a call. Throws a `CommandFailure` with the server's own words when there is none. */
export async function expectAnswer<T>(call: Promise<Result<T>>): Promise<T> {
  const result = await call;
  if (result.ok) return result.data;
  throw toFailure(result.problem);
}

/** What a problem of the API ends a command with. */
export function toFailure(problem: Problem): CommandFailure {
  const { code, detail, field } = problem;
  return new CommandFailure({
    code,
    message: explain(problem, detail),
    exit: exitOf(problem),
    field,
  });
}

function explain({ code, field }: Problem, detail: string): string {
  if (code === 'unauthorized') return `${detail} Check LICET_API_KEY or --api-key.`;
  return field === undefined ? detail : `${field}: ${detail}`;
}

/** Whether the server may answer the same request later. */
export function isPassing(problem: Problem): boolean {
  if (isWrongServer(problem)) return false;
  const { status } = problem;
  return status === undefined || status === 429 || status >= 500;
}

/** Whether what answers is no license server: asking again or for something else would change nothing. */
export function isWrongServer({ code, status = 200 }: Problem): boolean {
  if (code === 'redirected' || code === 'answer_too_large') return true;
  return code === 'invalid_answer' && status < 500;
}

function exitOf(problem: Problem): ExitReason {
  if (isWrongServer(problem)) return 'refused';
  if (problem.status === 401 || problem.status === 403) return 'unauthorized';
  return isPassing(problem) ? 'unreachable' : 'refused';
}

/** What a call of {@link LooseClient} sends. */
export interface LooseRequest {
  readonly params?: Readonly<Record<string, string>>;
  /** What is undefined is not sent. */
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
}

type LooseCall = (path: string, request?: LooseRequest) => Promise<Result<unknown>>;

/** The API by any path. */
export type LooseClient = Readonly<Record<'get' | 'post', LooseCall>>;

/**
 * The same client for bodies that a person composed: the server knows what belongs to which kind of license, and says so better than a type
 * could to somebody on a command line.
 */
export function loosely(client: LicetClient): LooseClient {
  return client as unknown as LooseClient;
}
