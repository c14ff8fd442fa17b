import { createServer, type AddressInfo, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A server without manners: it says what it is told to, byte for byte. */
export interface RawServer {
  readonly url: string;
  /** The requests that came whole, as they came. */
  readonly requests: readonly string[];
  /** What the next requests are answered with. */
  answerWith(answer: RawAnswer): void;
  /** Resolves when that many requests have come. */
  untilRequest(count: number): Promise<void>;
  /** Connections that are open. */
  readonly open: number;
}

/** Bytes after which the connection is closed; or what to do with it. */
export type RawAnswer = string | Uint8Array | ((socket: Socket) => void);

/** Starts one on a free port; it is gone when the test is done. */
export async function startRawServer(answer: RawAnswer): Promise<RawServer> {
  const requests: string[] = [];
  const waiting = new Map<number, () => void>();
  const sockets = new Set<Socket>();
  let next = answer;
  const server = createServer((socket) => {
    sockets.add(socket);
    let received = '';
    // A peer that hangs up is what some tests are about.
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (bytes) => {
      received += bytes.toString('latin1');
      if (!isWhole(received)) return;
      requests.push(received);
      received = '';
      waiting.get(requests.length)?.();
      if (typeof next === 'function') next(socket);
      else socket.end(next);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    requests,
    answerWith: (other) => {
      next = other;
    },
    untilRequest: (count) =>
      new Promise((resolve) => {
        if (requests.length >= count) resolve();
        else waiting.set(count, resolve);
      }),
    get open() {
      return sockets.size;
    },
  };
}

function isWhole(request: string): boolean {
  const end = request.indexOf('\r\n\r\n');
  if (end < 0) return false;
  const length = Number(/\r\ncontent-length: (\d+)/i.exec(request)?.[1] ?? 0);
  return request.length >= end + 4 + length;
}

/** A well-formed answer. */
export function http(
  status: number,
  body: string | object,
  headers: Readonly<Record<string, string>> = {},
): string {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const type = typeof body === 'string' ? 'text/html' : 'application/json';
  const fields = {
    'content-type': type,
    'content-length': String(Buffer.byteLength(text)),
    ...headers,
  };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${String(status)} Whatever\r\n${lines.join('')}connection: close\r\n\r\n${text}`;
}

/** An answer that says what went wrong, as the API does. */
export function problem(
  status: number,
  code: string,
  headers: Readonly<Record<string, string>> = {},
): string {
  const body = {
    type: `/problems/${code}`,
    title: code,
    status,
    detail: `It is ${code}.`,
    code,
  };
  return http(status, body, { 'content-type': 'application/problem+json', ...headers });
}
