import { connect } from 'node:net';
import type { HostCase, HostCaseVerdict } from './host-case.js';

/** What came back for a raw request: the status of the answer and its body, as one character per byte. */
export interface RawAnswer {
  readonly status: number;
  readonly body: string;
}

/** What the application under test answers to every request that its guard lets pass, with status 200. */
export const servedBody = 'served';

const timeoutMilliseconds = 5000;

/**
 * Sends one case over a socket of its own to the application that listens on this port of 127.0.0.1.
 * Rejects when the connection fails or ends without an answer, or after five seconds.
 */
export function sendHostCase(hostCase: HostCase, port: number): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let failure = new Error('The connection ended without an answer.');
    const socket = connect({ port, host: '127.0.0.1' });
    socket.setTimeout(timeoutMilliseconds, () => {
      socket.destroy(new Error(`No answer within ${timeoutMilliseconds} ms.`));
    });
    socket.on('data', (chunk) => chunks.push(chunk));
    // A server that closes with bytes unread resets the connection: the answer may be complete all the same.
    socket.on('error', (error) => (failure = error));
    socket.on('close', () => {
      const answer = parseAnswer(Buffer.concat(chunks).toString('latin1'));
      if (answer === undefined) reject(failure);
      else resolve(answer);
    });
    socket.write(hostCase.request, 'latin1');
  });
}

/** The verdict that an answer shows, `undefined` when it is none of them. */
export function toVerdict({ status, body }: RawAnswer): HostCaseVerdict | undefined {
  if (status === 200 && body === servedBody) return 'allowed';
  if (status === 400) return 'bad-request';
  return status === 403 ? 'refused' : undefined;
}

function parseAnswer(text: string): RawAnswer | undefined {
  const match = /^HTTP\/1\.1 (\d{3}) .*?\r\n\r\n(.*)$/s.exec(text);
  return match === null ? undefined : { status: Number(match[1]), body: match[2] ?? '' };
}
