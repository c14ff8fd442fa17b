import type { IncomingMessage } from 'node:http';
import type { Http2ServerRequest } from 'node:http2';
import type { RequestFacts } from '@licet/core';

/** A request of Node, with what Express, Fastify or HTTP/2 may have put on it. */
export type IncomingRequest = (IncomingMessage | Http2ServerRequest) & {
  readonly originalUrl?: string;
  readonly authority?: string;
};

/**
 * The plain facts that core decides on. `request.hostname` is left alone on purpose: it keeps the first of several Host
 * headers and believes forwarded headers by the platform's own flag.
 */
export function requestFacts(request: IncomingRequest): RequestFacts {
  return {
    rawHeaders: request.rawHeaders,
    // After a rewrite, `url` is no longer the target that was sent.
    url: request.originalUrl ?? request.url ?? '',
    method: request.method ?? '',
    remoteAddress: request.socket.remoteAddress,
    localAddress: request.socket.localAddress,
    authority: request.authority,
  };
}
