import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';

/** An answer as it came over the wire. */
export interface RawAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** A server on a free port of the loopback address, closed at the end of the block that holds it. */
export interface TestServer extends AsyncDisposable {
  readonly http: Server;
  /** Sends the lines of a head, as they are, and reads until the server closes the connection. */
  send(...lines: readonly string[]): Promise<RawAnswer>;
  /** A plain GET to a host. */
  get(host: string, path?: string, ...headers: readonly string[]): Promise<RawAnswer>;
}

export async function serve(listener: RequestListener): Promise<TestServer> {
  const http = createServer(listener).listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo;
  const send = (...lines: readonly string[]): Promise<RawAnswer> =>
    exchange(port, [...lines, 'Connection: close', '', ''].join('\r\n'));
  return {
    http,
    send,
    get: (host, path = '/', ...headers) =>
      send(`GET ${path} HTTP/1.1`, `Host: ${host}`, ...headers),
    [Symbol.asyncDispose]: async () => {
      http.close();
      http.closeAllConnections();
      await once(http, 'close');
    },
  };
}

async function exchange(port: number, request: string): Promise<RawAnswer> {
  const socket = connect(port, '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.write(request, 'latin1');
  await once(socket, 'close');
  return toAnswer(Buffer.concat(chunks).toString('utf8'));
}

function toAnswer(text: string): RawAnswer {
  const end = text.indexOf('\r\n\r\n');
  const [statusLine = '', ...fields] = text.slice(0, end).split('\r\n');
  const headers = fields.map((field) => {
    const colon = field.indexOf(':');
    return [field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim()] as const;
  });
  return {
    status: Number(statusLine.split(' ')[1]),
    headers: new Map(headers),
    body: text.slice(end + 4),
  };
}
