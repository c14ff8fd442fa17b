import type { Refusal } from '@licet/core';
import type { FastifyReply } from 'fastify';

/** Writes core's answer as it is. Fastify's own `send` would add a charset and run serializers and `onSend` hooks. */
export function sendRefusal(reply: FastifyReply, refusal: Refusal): void {
  reply.hijack();
  reply.raw.statusCode = refusal.status;
  // Not setHeaders, which the responses of HTTP/2 do not have.
  for (const [name, value] of Object.entries(refusal.headers)) reply.raw.setHeader(name, value);
  reply.raw.end(refusal.body);
}
