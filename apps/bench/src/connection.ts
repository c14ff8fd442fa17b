import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** What a server answered. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** One kept connection with one request under way at a time, cheaper than any HTTP client. */
export interface Connection {
  /** Sends the bytes of a request. The answer must carry Content-Length. */
  exchange(request: string | Uint8Array): Promise<Answer>;
  close(): void;
}

/** Opens some connections to a server on this machine. */
export function openConnections(port: number, count: number): Promise<readonly Connection[]> {
  return Promise.all(Array.from({ length: count }, () => openConnection(port)));
}

interface Waiting {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

async function openConnection(port: number): Promise<Connection> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  let waiting: Waiting | undefined;
  readAnswers(
    socket,
    (answer) => waiting?.resolve(answer),
    (error) => waiting?.reject(error),
  );
  return {
    exchange: (request) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        if (socket.destroyed) reject(new Error('The connection is closed.'));
        else socket.write(request);
      }),
    close: () => socket.destroy(),
  };
}

function readAnswers(
  socket: Socket,
  onAnswer: (answer: Answer) => void,
  onError: (error: Error) => void,
): void {
  let received = '';
  socket.on('data', (chunk: Buffer) => {
    received += chunk.toString('latin1');
    const answer = toAnswer(received);
    if (answer === undefined) return;
    received = '';
    onAnswer(answer);
  });
  socket.on('error', onError);
  socket.on('close', () => onError(new Error('The server closed a connection.')));
}

/** One request is under way, so whatever follows the head is the body of its answer. */
function toAnswer(received: string): Answer | undefined {
  const head = received.indexOf('\r\n\r\n');
  if (head < 0) return undefined;
  const length = /\r\ncontent-length: (\d+)\r\n/i.exec(received.slice(0, head + 2))?.[1];
  if (length === undefined) throw new Error('The server did not send Content-Length.');
  if (received.length - head - 4 < Number(length)) return undefined;
  return { status: Number(received.slice(9, 12)), body: received.slice(head + 4) };
}
