import type { Span } from '@opentelemetry/api';
import type { FastifyRequest } from 'fastify';
import { readTracing } from '../telemetry/tracing.js';
import type { App } from './app.js';

/** A span around each request, below that of the client who sent a `traceparent`. Nothing that was sent gets into it. */
export function traceRequests(app: App): void {
  const spans = new WeakMap<FastifyRequest, Span>();
  app.addHook('onRequest', (request, _reply, done) => {
    const tracing = readTracing();
    if (tracing === undefined) {
      done();
      return;
    }
    const { api, tracer } = tracing;
    const { method } = request;
    const route = request.is404 ? undefined : request.routeOptions.url;
    const parent = api.propagation.extract(api.context.active(), request.headers);
    const attributes = {
      'http.request.method': method,
      ...(route !== undefined && { 'http.route': route }),
    };
    const name = route === undefined ? method : `${method} ${route}`;
    const span = tracer.startSpan(name, { kind: api.SpanKind.SERVER, attributes }, parent);
    spans.set(request, span);
    api.context.with(api.trace.setSpan(parent, span), done);
  });
  app.addHook('onResponse', (request, reply, done) => {
    const span = spans.get(request);
    const tracing = readTracing();
    span?.setAttribute('http.response.status_code', reply.statusCode);
    if (reply.statusCode >= 500 && tracing !== undefined)
      span?.setStatus({ code: tracing.api.SpanStatusCode.ERROR });
    span?.end();
    done();
  });
}
