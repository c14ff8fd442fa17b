import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Outcome } from '../problems.js';
import { sendProblem } from './send-problem.js';

/** Answers with what a service returned: its value in the form of the route, or its failure as a problem. */
export function sendOutcome<T>(
  request: FastifyRequest,
  reply: FastifyReply,
  outcome: Outcome<T>,
  toBody: (value: T) => unknown,
): FastifyReply {
  return outcome.ok ? reply.send(toBody(outcome.value)) : sendProblem(request, reply, outcome);
}
