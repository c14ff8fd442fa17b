/** What one client, or all of them together, can use up. Times are in milliseconds. */
export const limits = {
  bodyBytes: 64 * 1024,
  /** So much of a body that is too large is read and dropped, so that its sender gets to read the answer. */
  discardedBytes: 64 * 1024 * 1024,
  jsonDepth: 16,
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  /** How often Node looks for requests that took too long. */
  timeoutCheckInterval: 2_000,
  keepAliveTimeout: 5_000,
  /** A connection on which nothing moves, in either direction. */
  idleTimeout: 30_000,
  connections: 4096,
  pathParameterCharacters: 128,
} as const;
