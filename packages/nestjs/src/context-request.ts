import type { ExecutionContext } from '@nestjs/common';
import type { IncomingRequest } from './request-facts.js';

interface RequestHolder {
  readonly raw?: unknown;
  readonly req?: unknown;
  readonly request?: unknown;
  readonly reply?: unknown;
  readonly extra?: unknown;
}

/** Where each kind of context keeps what it knows of the HTTP request it came from. */
const holders: Readonly<Record<string, (context: ExecutionContext) => unknown>> = {
  http: (context) => context.switchToHttp().getRequest<unknown>(),
  // socket.io keeps the request of the handshake; what the bare `ws` platform hands out does not.
  ws: (context) => context.switchToWs().getClient<unknown>(),
  // The third argument of a resolver is what the driver made of the request.
  graphql: (context) => context.getArgByIndex<unknown>(2),
};

/** The members behind which drivers and platforms keep the request, one inside the other. */
const members = ['raw', 'req', 'request', 'reply', 'extra'] as const;
const maxDepth = 3;

/**
 * The HTTP request behind a context: of a handler on either platform, of a GraphQL resolver, of a socket.io message.
 * Throws an error that says what to do for a context without one, such as a message of a microservice.
 */
export function contextRequest(context: ExecutionContext): IncomingRequest {
  const type = context.getType<string>();
  const request = findRequest(holders[type]?.(context), maxDepth);
  if (request !== undefined) return request;
  throw new Error(
    `There is no HTTP request behind this "${type}" context, so no host to ask a license for. ` +
      'Ask LICENSE_GATE where the connection is made, and take the guard and its decorators away here.',
  );
}

function findRequest(holder: unknown, depth: number): IncomingRequest | undefined {
  if (typeof holder !== 'object' || holder === null) return undefined;
  if (isRequest(holder)) return holder;
  if (depth === 0) return undefined;
  const held = holder as RequestHolder;
  for (const member of members) {
    const found = findRequest(held[member], depth - 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isRequest(value: object): value is IncomingRequest {
  return 'rawHeaders' in value && Array.isArray(value.rawHeaders) && 'socket' in value;
}
