import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { isDatabaseUnavailable } from '../db/database-faults.js';
import { fail, problems, type Failure } from '../problems.js';
import type { App } from './app.js';
import { createAllowedMethods } from './allowed-methods.js';
import { sendProblem } from './send-problem.js';
import { toFieldFailure } from './validate.js';

/** Turns whatever was thrown, and every address that nothing answers to, into a problem. Call it before the routes are added. */
export function handleErrors(app: App): void {
  const answerUnknown = createUnknownAnswer(app);
  app.setNotFoundHandler(answerUnknown);
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    // Of the method QUERY, which no path has: it is looked at before that.
    if (error.code === 'FST_ERR_ROUTE_MISSING_CONTENT_TYPE') return answerUnknown(request, reply);
    const failure = toFailure(error);
    if (problems[failure.code].status >= 500) {
      request.log.error({ err: error }, 'request failed');
    }
    return sendProblem(request, reply, failure);
  });
}

/** Tells apart a path that nothing has and a method that a path does not have. */
function createUnknownAnswer(app: App) {
  const allowedMethods = createAllowedMethods(app);
  return (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const methods = allowedMethods(request.url.split('?', 1)[0] ?? '');
    if (methods.length === 0) {
      return sendProblem(
        request,
        reply,
        fail('not_found', 'Check the path: /openapi.json lists them all.'),
      );
    }
    const allow = methods.join(', ');
    return sendProblem(
      request,
      reply.header('allow', allow),
      fail('method_not_allowed', `Use ${allow}.`),
    );
  };
}

/** Answers what goes wrong before a request has a route. */
export function answerFrameworkError(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const failure =
    error.code === 'FST_ERR_MAX_PARAM_LENGTH'
      ? fail('uri_too_long', 'Check the path: no id or code is that long.')
      : fail('malformed_request', 'Send a path of valid percent-encoding.');
  sendProblem(request, reply, failure);
}

function toFailure(error: FastifyError): Failure {
  if (error.validation !== undefined)
    return toFieldFailure(error.validation, error.validationContext);
  switch (error.code) {
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return fail('unsupported_media_type', 'Send the body as application/json.');
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
    case 'ECONNRESET':
      return fail('malformed_request', 'The body is not as long as it was said to be.');
  }
  return isDatabaseUnavailable(error)
    ? fail('database_unavailable', 'Try again in a moment.')
    : fail('internal_error', 'Try again; if it happens again, look into the log of the server.');
}
