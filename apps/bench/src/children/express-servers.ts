import { once } from 'node:events';
import { createServer } from 'node:http';
import { licenseGate } from '@licet/express';
import express, { type RequestHandler } from 'express';
import { license, product, publicKeys, reportPorts } from './report-ports.js';

const noop: RequestHandler = (_request, _response, next) => next();
const guard = licenseGate({ license, product, publicKeys });

await reportPorts(async (guarded) => {
  const app = express().use(guarded ? guard : noop);
  app.get('/', (_request, response) => {
    response.json({ ok: true });
  });
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
});
