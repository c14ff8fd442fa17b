import type { FastifyReply, FastifyRequest } from 'fastify';
import { fail } from '../problems.js';
import { sendProblem } from './send-problem.js';
import { sendUnlessKnown } from './send-unless-known.js';
import type { StaticFile } from './static-files.js';

/** Answers with a file, with 304 when the browser has it, or with 404. */
export function sendStaticFile(
  request: FastifyRequest,
  reply: FastifyReply,
  file: StaticFile | undefined,
): FastifyReply {
  if (file === undefined) return sendProblem(request, reply, fail('not_found', 'Check the path.'));
  const { bytes: body, ...tagged } = file;
  return sendUnlessKnown(request, reply, { ...tagged, body });
}
