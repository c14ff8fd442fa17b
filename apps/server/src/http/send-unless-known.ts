import type { FastifyReply, FastifyRequest } from 'fastify';

/** What is sent, and the tag by which it is known again. */
export interface TaggedBody {
  readonly etag: string;
  readonly cacheControl: string;
  readonly type: string;
  readonly body: string | Uint8Array;
}

/** Answers with a body, or with 304 to whoever has it already (RFC 9110 section 13.1.2). */
export function sendUnlessKnown(
  { headers }: FastifyRequest,
  reply: FastifyReply,
  { etag, cacheControl, type, body }: TaggedBody,
): FastifyReply {
  reply.headers({ etag, 'cache-control': cacheControl });
  return isKnown(headers['if-none-match'], etag)
    ? reply.code(304).send()
    : reply.type(type).send(body);
}

function isKnown(header: string | undefined, etag: string): boolean {
  const tags = (header ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes(etag) || tags.includes('*');
}
