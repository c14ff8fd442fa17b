/**
 * What is known of a request before anything is believed: plain data that every framework can give, each
 * member as the server received it.
 */
export interface RequestFacts {
  /** Names and values of the header fields in turn, duplicates kept (`rawHeaders` of node:http and node:http2). */
  readonly rawHeaders: readonly string[];
  /** The request target of HTTP/1 or the `:path` of HTTP/2, not rewritten by a router; `''` where there is none. */
  readonly url: string;
  readonly method: string;
  /** The peer's address by the socket, never by a header; `undefined` for the peer of a Unix socket. */
  readonly remoteAddress: string | undefined;
  readonly localAddress: string | undefined;
  /** The `:authority` of HTTP/2; `undefined` in HTTP/1. */
  readonly authority?: string | undefined;
}
