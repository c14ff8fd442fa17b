import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** Sends the same bytes over kept connections, one request under way on each, cheaper than any HTTP client. */
export interface KeepAliveClient {
  /** Resolves when `count` answers have come. Throws on an answer that is not 200. */
  send(count: number): Promise<void>;
  close(): void;
}

const connections = 8;

/** Opens the connections. The answers must carry Content-Length. */
export async function openClient(port: number, request: string): Promise<KeepAliveClient> {
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(port)));
  const bytes = Buffer.from(request);
  return {
    send: async (count) => {
      const share = Math.ceil(count / connections);
      await Promise.all(sockets.map((socket) => exchange(socket, bytes, share)));
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
    },
  };
}

async function open(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  socket.on('end', () => {
    socket.destroy(new Error('The server closed a connection.'));
  });
  return socket;
}

async function exchange(socket: Socket, request: Buffer, count: number): Promise<void> {
  for (let sent = 0; sent < count; sent += 1) {
    socket.write(request);
    const answer = await readAnswer(socket);
    if (!answer.startsWith('HTTP/1.1 200 '))
      throw new Error(answer.slice(0, answer.indexOf('\r\n')));
  }
}

async function readAnswer(socket: Socket): Promise<string> {
  let received = '';
  while (!isWholeAnswer(received)) {
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    received += chunk.toString('latin1');
  }
  return received;
}

/** One request is under way, so whatever follows the head is the body of its answer. */
function isWholeAnswer(received: string): boolean {
  const head = received.indexOf('\r\n\r\n');
  if (head < 0) return false;
  const length = /\r\ncontent-length: (\d+)\r\n/i.exec(received.slice(0, head + 2))?.[1];
  if (length === undefined) throw new Error('The server did not send Content-Length.');
  return received.length - head - 4 >= Number(length);
}
