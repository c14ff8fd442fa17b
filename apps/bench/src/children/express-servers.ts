import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { licenseGate } from '@licet/express';
import express, { type RequestHandler } from 'express';

/**
 * One application with the guard and two with a layer that does nothing, in one process: they share the compiled code of
 * Express and the same heap, so that nothing but the layer differs.
 */
const [license = '', publicKey = '', product = ''] = process.argv.slice(2);

const noop: RequestHandler = (_request, _response, next) => next();
const guard = licenseGate({ license, product, publicKeys: publicKey });

async function listen(layer: RequestHandler): Promise<number> {
  const app = express().use(layer);
  app.get('/', (_request, response) => {
    response.json({ ok: true });
  });
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

process.send?.({
  guard: await listen(guard),
  noop: await listen(noop),
  control: await listen(noop),
});
