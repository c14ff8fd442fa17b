import { exchange, type RawAnswer } from './exchange.js';
import type { HostCase, HostCaseVerdict } from './host-case.js';

/** What the application under test answers to every request that its guard lets pass, with status 200. */
export const servedBody = 'served';

/**
 * Sends one case over a socket of its own to the application that listens on this port of 127.0.0.1.
 * Rejects when the connection fails or ends without an answer, or after five seconds.
 */
export function sendHostCase(hostCase: HostCase, port: number): Promise<RawAnswer> {
  return exchange(port, hostCase.request);
}

/** The verdict that an answer shows, `undefined` when it is none of them. */
export function toVerdict({ status, body }: RawAnswer): HostCaseVerdict | undefined {
  if (status === 200 && body === servedBody) return 'allowed';
  if (status === 400) return 'bad-request';
  return status === 403 ? 'refused' : undefined;
}
