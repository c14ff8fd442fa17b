import { once } from 'node:events';
import { IncomingMessage } from 'node:http';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** Makes a request as Node makes it, every header in a string of its own. */
export type MakeRequest = (host: string) => IncomingMessage;

/** The connection behind all requests, a real one: the guard asks it for its addresses. */
export interface Connection {
  readonly makeRequest: MakeRequest;
  close(): void;
}

export async function openConnection(): Promise<Connection> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const [socket] = (await once(server, 'connection')) as [Socket];
  return {
    makeRequest: (host) => toIncoming(socket, host),
    close: () => {
      client.destroy();
      server.close();
    },
  };
}

/** A browser's eleven headers. */
const otherHeaders = [
  ['connection', 'keep-alive'],
  ['user-agent', 'Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0'],
  ['accept', 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'],
  ['accept-language', 'en-US,en;q=0.5'],
  ['accept-encoding', 'gzip, deflate, br, zstd'],
  ['origin', 'https://shop.example.com'],
  ['referer', 'https://shop.example.com/cart'],
  ['cookie', 'session=4f1c2b7ad1e94d58; theme=dark'],
  ['sec-fetch-mode', 'navigate'],
  ['cache-control', 'max-age=0'],
] as const;

function toIncoming(socket: Socket, host: string): IncomingMessage {
  const request = new IncomingMessage(socket);
  const headers = [['host', host] as const, ...otherHeaders];
  request.method = 'GET';
  request.url = fresh('/cart?item=42');
  request.rawHeaders = headers.flat().map(fresh);
  // A framework and its other layers have long made this object when the guard runs.
  request.headers = Object.fromEntries(headers);
  return request;
}

/** A string that shares nothing with another one: not hashed, not internalized. */
function fresh(text: string): string {
  return Buffer.from(text, 'latin1').toString('latin1');
}
