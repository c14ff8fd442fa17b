import { randomUUID } from 'node:crypto';
import { OptionsError } from '@licet/core';
import type { AnswerOf, CallOptions, Method, PathFor, RequestArguments } from './api-types.js';
import { exchange, type HttpRequest } from './http/exchange.js';
import { readAnswer } from './http/read-answer.js';
import { toRequestUrl, type UrlParts } from './http/request-url.js';
import { withRetries } from './http/with-retries.js';
import { methods, textAnswers } from './openapi.js';
import { parseClientOptions, type ClientSettings, type LicetClientOptions } from './options.js';
import type { Result } from './problem.js';

/** The API, one method for each of HTTP's: a path of the server's document, what it needs, and what it answers. */
export type LicetClient = {
  readonly [M in Method]: <P extends PathFor<M>>(
    path: P,
    ...request: RequestArguments<M, P>
  ) => Promise<Result<AnswerOf<M, P>>>;
};

/**
 * Creates a client of the licensing API. Every method resolves with the answer or with a problem and throws only `OptionsError`, for values
 * that no path can hold. What failed in passing is tried again; a write carries one `Idempotency-Key` through all its attempts.
 * Throws `OptionsError` for wrong options.
 */
export function createLicetClient(options: LicetClientOptions): LicetClient {
  return createClient(parseClientOptions(options));
}

/** A client by settings that were checked. They stay inside: nothing that is printed of a client shows its key. */
export function createClient(settings: ClientSettings): LicetClient {
  const client = methods.map((method) => {
    const call = (path: string, call?: Call): Promise<Result<unknown>> =>
      callOperation(settings, { method, path }, call ?? {});
    return [method, call];
  });
  return Object.freeze(Object.fromEntries(client)) as LicetClient;
}

type Call = CallOptions & UrlParts & { readonly body?: unknown };

interface Operation {
  readonly method: Method;
  readonly path: string;
}

async function callOperation(
  settings: ClientSettings,
  { method, path }: Operation,
  call: Call,
): Promise<Result<unknown>> {
  const { body, signal } = call;
  const request: HttpRequest = {
    method: method.toUpperCase(),
    url: toRequestUrl(settings.baseUrl, path, call),
    headers: toHeaders(settings.apiKey, method, call),
    body: body === undefined ? undefined : JSON.stringify(body),
    signal,
  };
  const isText = textAnswers.has(`${method} ${path}`);
  return withRetries(settings, signal, async () => {
    const answer = await exchange(settings, request);
    return answer.ok ? readAnswer(settings, answer, isText) : answer;
  });
}

/** The same for every attempt, the `Idempotency-Key` above all. */
function toHeaders(
  apiKey: string,
  method: Method,
  { body, idempotencyKey = randomUUID() }: Call,
): Readonly<Record<string, string>> {
  if (!/^[\x20-\x7e]{1,255}$/.test(idempotencyKey))
    throw new OptionsError('idempotencyKey', 'expected 1 to 255 printable ASCII characters.');
  return {
    accept: 'application/json, application/problem+json, */*;q=0.5',
    'x-api-key': apiKey,
    ...(method !== 'get' && { 'idempotency-key': idempotencyKey }),
    ...(body !== undefined && { 'content-type': 'application/json' }),
  };
}
