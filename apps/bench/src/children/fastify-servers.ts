import { licenseGate } from '@licet/fastify';
import { fastify } from 'fastify';
import { license, product, publicKeys, reportPorts } from './report-ports.js';

await reportPorts(async (guarded) => {
  const app = fastify();
  if (guarded) await app.register(licenseGate({ license, product, publicKeys }));
  else app.addHook('onRequest', (_request, _reply, done) => done());
  app.get('/', () => ({ ok: true }));
  await app.listen({ port: 0, host: '127.0.0.1' });
  return app.server;
});
