import type { Socket } from 'node:net';
import { STATUS_CODES } from 'node:http';
import { fail, problems, type Failure } from '../problems.js';
import { toProblem } from './send-problem.js';

/** Answers what is no HTTP request: Node hands over the bare connection, which is closed behind the answer. */
export function answerClientError(error: { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const failure = toFailure(error.code);
  const { status } = problems[failure.code];
  const body = JSON.stringify(toProblem(failure));
  socket.end(
    `HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? ''}\r\n` +
      'content-type: application/problem+json\r\n' +
      `content-length: ${String(Buffer.byteLength(body))}\r\n` +
      'cache-control: no-store\r\n' +
      `connection: close\r\n\r\n${body}`,
  );
}

function toFailure(code: string | undefined): Failure {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return fail('request_timeout', 'Send the whole request faster.');
    case 'HPE_HEADER_OVERFLOW':
      return fail('headers_too_large', 'Send fewer or shorter headers.');
    default:
      return fail('malformed_request', 'Send a well-formed HTTP/1.1 request.');
  }
}
