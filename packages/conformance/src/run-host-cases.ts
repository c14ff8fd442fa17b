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

/** Whether an answer is the right one for a verdict. */
export function matchesVerdict({ status, body }: RawAnswer, expected: HostCaseVerdict): boolean {
  switch (expected) {
    case 'allowed':
      return status === 200 && body === servedBody;
    case 'refused':
      return status === 403;
    case 'bad-request':
      return status === 400;
    case 'no-url':
      return status === 403 || status === 400;
  }
}
