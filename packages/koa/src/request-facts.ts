import type { IncomingMessage } from 'node:http';
import type { Http2ServerRequest } from 'node:http2';
import type { RequestFacts } from '@licet/core';

/** A request of Node, with what HTTP/2 may have put on it. */
export type IncomingRequest = (IncomingMessage | Http2ServerRequest) & {
  readonly authority?: string;
};

/**
 * The plain facts that core decides on. `ctx.hostname` and `ctx.host` are left alone on purpose: they keep the first of several
 * Host headers, and with `app.proxy` they believe forwarded headers from anyone.
 * `target` is what was sent, for when middleware may have rewritten `url`.
 */
export function requestFacts(
  request: IncomingRequest,
  target: string | undefined = request.url,
): RequestFacts {
  return {
    rawHeaders: request.rawHeaders,
    url: target ?? '',
    method: request.method ?? '',
    remoteAddress: request.socket.remoteAddress,
    localAddress: request.socket.localAddress,
    authority: request.authority,
  };
}
