import { openConnections, type Connection } from './connection.js';
import { expectStatus } from './load.js';

/** Sends the same bytes over kept connections, one request under way on each. */
export interface KeepAliveClient {
  /** Resolves when `count` answers have come. Throws on an answer that is not 200. */
  send(count: number): Promise<void>;
  close(): void;
}

const connectionCount = 8;

/** Opens the connections. The answers must carry Content-Length. */
export async function openClient(port: number, request: string): Promise<KeepAliveClient> {
  const connections = await openConnections(port, connectionCount);
  const bytes = Buffer.from(request);
  return {
    send: async (count) => {
      const share = Math.ceil(count / connectionCount);
      await Promise.all(connections.map((connection) => sendShare(connection, bytes, share)));
    },
    close: () => {
      for (const connection of connections) connection.close();
    },
  };
}

async function sendShare(connection: Connection, request: Buffer, count: number): Promise<void> {
  for (let sent = 0; sent < count; sent += 1) expectStatus(await connection.exchange(request), 200);
}
