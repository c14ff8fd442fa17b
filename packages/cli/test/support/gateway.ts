import {
  createServer,
  request as send,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

/** What becomes of an answer on its way: passed on, cut off behind a share of its body, kept for good (the function is told when it is there), or replaced by a refusal of the API key. */
export type Passage =
  'pass' | 'refuse' | { readonly keep: () => void } | { readonly cutAt: number };

/** Stands before the server, and lets answers through as `decide` says. */
export interface Gateway {
  readonly url: string;
  /** Given a request, and its answer to be. */
  decide: (request: IncomingMessage, response: ServerResponse) => Passage | Promise<Passage>;
}

/** Starts one on a free port; it is gone when the test is done. */
export async function startGateway(url: string): Promise<Gateway> {
  const server = createServer((request, response) => {
    void answer(request, response);
  });
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const passage = await gateway.decide(request, response);
    if (passage === 'refuse') refuse(response);
    else pass(url, request, response, passage);
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const gateway: Gateway = { url: `http://127.0.0.1:${port}`, decide: () => 'pass' };
  return gateway;
}

function refuse(response: ServerResponse): void {
  const body = {
    type: 'about:blank',
    title: 'No',
    status: 401,
    code: 'unauthorized',
    detail: 'No.',
  };
  response.writeHead(401, { 'content-type': 'application/problem+json' });
  response.end(JSON.stringify(body));
}

function pass(
  url: string,
  request: IncomingMessage,
  response: ServerResponse,
  passage: Exclude<Passage, 'refuse'>,
): void {
  const headers = { ...request.headers, host: new URL(url).host };
  const target = new URL(request.url ?? '/', url);
  const sent = send(target, { method: request.method, headers }, (answer) => {
    if (passage === 'pass') {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    } else if ('keep' in passage) answer.once('end', passage.keep).resume();
    else void cut(answer, response, passage.cutAt);
  });
  request.pipe(sent);
}

async function cut(
  answer: IncomingMessage,
  response: ServerResponse,
  share: number,
): Promise<void> {
  const body = await text(answer);
  response.writeHead(answer.statusCode ?? 500, answer.headers);
  const length = Math.floor(body.length * share);
  response.write(body.slice(0, length), () => response.destroy());
}
