import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';

/** Loopback in both families: a browser resolves `*.localhost` to either. */
const addresses = ['127.0.0.1', '::1'];

/** Listens on both loopback addresses; a machine without IPv6 has only the first. Throws when the port is taken. */
export async function listen(listener: RequestListener, port: number): Promise<readonly Server[]> {
  const servers: Server[] = [];
  for (const address of addresses) {
    const server = createServer(listener).listen(port, address);
    try {
      await once(server, 'listening');
      servers.push(server);
    } catch (error) {
      if (isMissingFamily(error) && servers.length > 0) continue;
      await close(servers);
      throw error;
    }
  }
  return servers;
}

/** Answers what is under way and takes nothing new. */
export async function close(servers: readonly Server[]): Promise<void> {
  await Promise.all(
    servers.map(async (server) => {
      server.close();
      server.closeIdleConnections();
      await once(server, 'close');
    }),
  );
}

function isMissingFamily(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT';
}
