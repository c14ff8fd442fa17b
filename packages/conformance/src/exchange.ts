import { connect } from 'node:net';

/** What came back for a raw request. */
export interface RawAnswer {
  readonly status: number;
  /** Names, in lower case, and values in the order they came. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** One character per byte. */
  readonly body: string;
}

/** Requests to one application. */
export interface Visitor {
  /** Sends the lines of a head as they are, and a body after it. */
  readonly send: (lines: readonly string[], body?: string) => Promise<RawAnswer>;
  /** A plain GET to a host. */
  readonly get: (host: string, path?: string, ...fields: readonly string[]) => Promise<RawAnswer>;
}

/** Makes requests to the application that listens on this port of 127.0.0.1, each by {@link exchange}. */
export function createVisitor(port: number): Visitor {
  const send: Visitor['send'] = (lines, body = '') =>
    exchange(port, [...lines, '', body].join('\r\n'));
  return {
    send,
    get: (host, path = '/', ...fields) =>
      send([`GET ${path} HTTP/1.1`, `Host: ${host}`, ...fields, 'Connection: close']),
  };
}

const timeoutMilliseconds = 5000;

/**
 * Sends a request, each character one byte, over a socket of its own to 127.0.0.1, and reads until the server closes it.
 * Rejects when the connection fails or ends without an answer, or after five seconds.
 */
export function exchange(port: number, request: string): Promise<RawAnswer> {
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
    socket.write(request, 'latin1');
  });
}

function parseAnswer(text: string): RawAnswer | undefined {
  const end = text.indexOf('\r\n\r\n');
  const [statusLine = '', ...fields] = text.slice(0, end).split('\r\n');
  const status = /^HTTP\/1\.1 (\d{3})(?: |$)/.exec(statusLine)?.[1];
  if (end < 0 || status === undefined) return undefined;
  return { status: Number(status), headers: fields.map(parseField), body: text.slice(end + 4) };
}

function parseField(line: string): readonly [string, string] {
  const colon = line.indexOf(':');
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
}
