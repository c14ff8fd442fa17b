import type { FastifyReply, FastifyRequest } from 'fastify';

/** A signed text that everybody may have and keep for a while. */
export interface PublicList {
  readonly mediaType: string;
  readonly maxAgeSeconds: number;
  /** Changes whenever the text does. */
  readonly version: number;
  readonly text: string;
}

/** Answers with a list, or with 304 to whoever has it already (RFC 9110 section 13.1.2). */
export function sendList(
  request: FastifyRequest,
  reply: FastifyReply,
  { mediaType, maxAgeSeconds, version, text }: PublicList,
): FastifyReply {
  const etag = `"${String(version)}"`;
  reply.headers({ etag, 'cache-control': `public, max-age=${String(maxAgeSeconds)}` });
  return hasIt(request.headers['if-none-match'], etag)
    ? reply.code(304).send()
    : reply.type(mediaType).send(text);
}

function hasIt(field: string | undefined, etag: string): boolean {
  const tags = (field ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes(etag) || tags.includes('*');
}
