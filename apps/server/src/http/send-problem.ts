import type { FastifyReply, FastifyRequest } from 'fastify';
import { problemsPath } from '../problem-page.js';
import { problems, type Failure, type ProblemCode } from '../problems.js';
import { prefersPlainText } from './prefers-plain-text.js';

/** RFC 9457, extended by `code` and `field`. `type` leads to the page of the code on the same server. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ProblemCode;
  readonly field?: string;
}

const secondsToCalmDown = 1;

/** A failure as the body of an answer. */
export function toProblem({ code, detail, field }: Failure): Problem {
  const { status, title } = problems[code];
  const type = `${problemsPath}/${code}`;
  return { type, title, status, detail, code, ...(field !== undefined && { field }) };
}

/** Answers a failure: as problem+json, or as a line of text for those who ask for that. */
export function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  failure: Failure,
): FastifyReply {
  const { status } = problems[failure.code];
  reply.code(status).header('cache-control', 'no-store');
  request.failureCode = failure.code;
  if (status === 401 && !reply.hasHeader('www-authenticate'))
    reply.header('www-authenticate', 'ApiKey realm="licet"');
  const { retryAfterSeconds = status === 503 ? secondsToCalmDown : undefined } = failure;
  if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
  return prefersPlainText(request.headers.accept)
    ? reply.type('text/plain; charset=utf-8').send(`${failure.code}: ${failure.detail}\n`)
    : reply.type('application/problem+json').send(JSON.stringify(toProblem(failure)));
}
