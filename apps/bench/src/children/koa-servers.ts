import { once } from 'node:events';
import { licenseGate } from '@licet/koa';
import Koa, { type Middleware } from 'koa';
import { license, product, publicKeys, reportPorts } from './report-ports.js';

const noop: Middleware = (_context, next) => next();
const guard: Middleware = licenseGate({ license, product, publicKeys });

await reportPorts(async (guarded) => {
  const app = new Koa().use(guarded ? guard : noop).use((context) => {
    context.body = { ok: true };
  });
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
});
