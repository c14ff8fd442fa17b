import type { ServerResponse } from 'node:http';
import type { Refusal } from '@licet/core';

/** Writes core's answer as it is. Express's own `send` and `set` would add a charset, an ETag and a body for errors. */
export function sendRefusal(response: ServerResponse, refusal: Refusal): void {
  response.statusCode = refusal.status;
  response.setHeaders(new Map(Object.entries(refusal.headers)));
  response.end(refusal.body);
}
