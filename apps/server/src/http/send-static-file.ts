import type { FastifyReply, FastifyRequest } from 'fastify';
import { fail } from '../problems.js';
import { sendProblem } from './send-problem.js';
import type { StaticFile } from './static-files.js';

/** Answers with a file, with 304 (RFC 9110 section 13.1.2) when the browser has it, or with 404. */
export function sendStaticFile(
  request: FastifyRequest,
  reply: FastifyReply,
  file: StaticFile | undefined,
): FastifyReply {
  if (file === undefined) return sendProblem(request, reply, fail('not_found', 'Check the path.'));
  reply.headers({ etag: file.etag, 'cache-control': file.cacheControl });
  return isKnown(request.headers['if-none-match'], file.etag)
    ? reply.code(304).send()
    : reply.type(file.type).send(file.bytes);
}

function isKnown(header: string | undefined, etag: string): boolean {
  const tags = (header ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes(etag) || tags.includes('*');
}
