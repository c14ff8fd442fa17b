import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A server that is none of ours, as it counts what it is asked. */
export interface OtherServer {
  readonly url: string;
  readonly asked: () => number;
}

/** Starts one on a free port; it is gone when the test is done. */
export async function startOtherServer(answer: RequestListener): Promise<OtherServer> {
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, asked: () => asked };
}
