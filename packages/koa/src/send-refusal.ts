import type { Refusal } from '@licet/core';
import type { Response } from 'koa';

/** Gives Koa core's answer as it is. Set before the body, the status and the type are not replaced by Koa's own. */
export function sendRefusal(response: Response, refusal: Refusal): void {
  response.status = refusal.status;
  response.set(refusal.headers);
  response.body = refusal.body;
}
