import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendUnlessKnown } from './send-unless-known.js';

/** A signed text that everybody may have and keep for a while. */
export interface PublicList {
  readonly mediaType: string;
  readonly maxAgeSeconds: number;
  /** Changes whenever the text does. */
  readonly version: number;
  readonly text: string;
}

/** Answers with a list, or with 304 to whoever has it already. */
export function sendList(
  request: FastifyRequest,
  reply: FastifyReply,
  { mediaType: type, maxAgeSeconds, version, text: body }: PublicList,
): FastifyReply {
  const etag = `"${String(version)}"`;
  const cacheControl = `public, max-age=${String(maxAgeSeconds)}`;
  return sendUnlessKnown(request, reply, { etag, cacheControl, type, body });
}
