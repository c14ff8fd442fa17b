import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createVisitor, type Visitor } from '@licet/conformance';

/** A server on a free port of the loopback address, closed at the end of the block that holds it. */
export interface TestServer extends AsyncDisposable, Visitor {
  readonly http: Server;
  readonly port: number;
}

export async function listen(
  listener: (request: IncomingMessage, response: ServerResponse) => unknown,
): Promise<TestServer> {
  const http = createServer((request, response) => void listener(request, response));
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo;
  return {
    ...createVisitor(port),
    http,
    port,
    [Symbol.asyncDispose]: async () => {
      http.close();
      http.closeAllConnections();
      await once(http, 'close');
    },
  };
}
