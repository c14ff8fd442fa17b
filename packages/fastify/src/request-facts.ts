import type { IncomingMessage } from 'node:http';
import type { Http2ServerRequest } from 'node:http2';
import type { RequestFacts } from '@licet/core';

/** A request of Node, with what Fastify's `rewriteUrl` or HTTP/2 may have put on it. */
export type IncomingRequest = (IncomingMessage | Http2ServerRequest) & {
  readonly originalUrl?: string;
  readonly authority?: string;
};

/**
 * The plain facts that core decides on. `request.hostname` and `request.host` are left alone on purpose: they keep the first of
 * several Host headers, and with `trustProxy` they believe forwarded headers by the framework's own flag.
 */
export function requestFacts(request: IncomingRequest): RequestFacts {
  return {
    rawHeaders: request.rawHeaders,
    // After `rewriteUrl`, `url` is no longer the target that was sent.
    url: request.originalUrl ?? request.url ?? '',
    method: request.method ?? '',
    remoteAddress: request.socket.remoteAddress,
    localAddress: request.socket.localAddress,
    authority: request.authority,
  };
}
