import type { ServerResponse } from 'node:http';
import type { Refusal } from '@licet/core';

/** What a platform answers with: Express extends Node's response, Fastify wraps it. */
export type PlatformResponse =
  ServerResponse | { readonly raw: ServerResponse; readonly hijack: () => unknown };

/** Writes core's answer as it is. What the platforms send with would add a charset, an ETag or the work of hooks. */
export function sendRefusal(response: PlatformResponse, refusal: Refusal): void {
  if ('raw' in response) response.hijack();
  const raw = 'raw' in response ? response.raw : response;
  raw.statusCode = refusal.status;
  // Not setHeaders, which the responses of HTTP/2 do not have.
  for (const [name, value] of Object.entries(refusal.headers)) raw.setHeader(name, value);
  raw.end(refusal.body);
}
