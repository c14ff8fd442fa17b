import type { Socket } from 'node:net';
import { STATUS_CODES } from 'node:http';
import { fail, problems, type Failure } from '../problems.js';
import type { App } from './app.js';
import { limits } from './limits.js';
import { sendProblem, toProblem } from './send-problem.js';

/** Answers what is no HTTP request: Node hands over the bare connection, which is closed behind the answer. */
export function answerClientError(error: { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  endWith(socket, toFailure(error.code));
}

/**
 * Answers what Node would end without a word, or without a body: CONNECT, and HTTP/1.1 without a Host. An expectation that is none of HTTP's is no
 * reason to refuse (RFC 9110, section 10.1.1).
 */
export function answerOddRequests(app: App): void {
  app.server.on('connect', (_request, socket: Socket) => {
    // From here on nobody else listens to the connection.
    socket.on('error', () => undefined).setTimeout(limits.keepAliveTimeout, () => socket.destroy());
    endWith(socket.resume(), fail('malformed_request', 'Send another method: this is no proxy.'));
  });
  app.server.on('checkExpectation', (request, response) => {
    app.server.emit('request', request, response);
  });
  app.addHook('onRequest', (request, reply, done) => {
    const { headers, raw } = request;
    if (headers.host !== undefined || raw.httpVersion !== '1.1') done();
    else sendProblem(request, reply.header('connection', 'close'), noHost);
  });
}

const noHost = fail('malformed_request', 'Send the header Host.');

function endWith(socket: Socket, failure: Failure): void {
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
