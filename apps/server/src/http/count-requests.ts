import { instruments } from '../telemetry/instruments.js';
import type { App } from './app.js';

/** Counts answers by their route, status and code. An address that nothing answers to is no label: anybody can make up many. */
export function countRequests(app: App): void {
  app.decorateRequest('failureCode', undefined);
  app.addHook('onResponse', (request, reply, done) => {
    const { method, is404, routeOptions, failureCode } = request;
    const route = is404 ? 'none' : (routeOptions.url ?? 'none');
    const labels = { method: is404 ? 'any' : method, route, status: String(reply.statusCode) };
    instruments.requests.observe(reply.elapsedTime / 1000, labels);
    if (failureCode !== undefined) instruments.failures.add({ code: failureCode });
    done();
  });
}
