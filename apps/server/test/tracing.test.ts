import {
  context,
  propagation,
  ROOT_CONTEXT,
  trace,
  TraceFlags,
  type Context,
  type Span,
  type SpanOptions,
} from '@opentelemetry/api';
import { AsyncLocalStorage } from 'node:async_hooks';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startTracing, stopTracing } from '../src/telemetry/tracing.js';
import { createProducts, paths, sell } from './support/licenses.js';
import { startServerForTest } from './support/test-server.js';

interface Recorded {
  readonly name: string;
  readonly parent: string | undefined;
  readonly attributes: Record<string, unknown>;
  isEnded: boolean;
}

/** What an SDK is to the API: it keeps every span, and the context across awaits. */
function setUpOpenTelemetry(): Recorded[] {
  const spans: Recorded[] = [];
  const storage = new AsyncLocalStorage<Context>();
  context.setGlobalContextManager({
    active: () => storage.getStore() ?? ROOT_CONTEXT,
    with: (ctx, fn, self, ...args) => storage.run(ctx, () => fn.call(self as never, ...args)),
    bind: (_ctx, target) => target,
    enable: () => context as never,
    disable: () => context as never,
  });
  propagation.setGlobalPropagator({
    fields: () => ['traceparent'],
    inject: () => undefined,
    extract: (ctx, headers) => {
      const [, traceId = '', spanId = ''] = String(
        (headers as Record<string, unknown>).traceparent,
      ).split('-');
      return trace.setSpanContext(ctx, {
        traceId,
        spanId,
        traceFlags: TraceFlags.SAMPLED,
        isRemote: true,
      });
    },
  });
  const startSpan = (name: string, options: SpanOptions = {}, parent = context.active()): Span => {
    const recorded: Recorded = {
      name,
      parent: trace.getSpanContext(parent)?.spanId,
      attributes: { ...options.attributes },
      isEnded: false,
    };
    spans.push(recorded);
    const span = trace.wrapSpanContext({ traceId: 'trace', spanId: name, traceFlags: 1 });
    return Object.assign(Object.create(span) as Span, {
      setAttribute: (key: string, value: unknown) => (recorded.attributes[key] = value),
      setStatus: (status: unknown) => (recorded.attributes.status = status),
      end: () => (recorded.isEnded = true),
    });
  };
  const startActiveSpan = (name: string, options: SpanOptions, fn: (span: Span) => unknown) => {
    const span = startSpan(name, options);
    return context.with(trace.setSpan(context.active(), span), () => fn(span));
  };
  trace.setGlobalTracerProvider({ getTracer: () => ({ startSpan, startActiveSpan }) as never });
  return spans;
}

let spans: Recorded[];
beforeEach(async () => {
  spans = setUpOpenTelemetry();
  await startTracing();
});
afterEach(() => {
  stopTracing();
  for (const api of [trace, context, propagation]) api.disable();
});

it('a request is a span below that of its client, with its transactions and signatures below it', async () => {
  const server = await startServerForTest();
  await createProducts(server);
  spans.length = 0;
  const sold = { scriptname: 'acme-shop', domainname: 'canary.example', domainkey: 'CANARY12345' };
  const headers = { traceparent: '00-trace-client-01' };
  expect((await server.post(paths.generate, sold, { headers })).status).toBe(200);
  await vi.waitFor(() => expect(spans.every(({ isEnded }) => isEnded)).toBe(true));
  const request = `POST ${paths.generate}`;
  expect(spans[0]).toMatchObject({
    name: request,
    parent: 'client',
    attributes: {
      'http.request.method': 'POST',
      'http.route': paths.generate,
      'http.response.status_code': 200,
    },
  });
  const below = spans.filter(({ parent }) => parent === request).map(({ name }) => name);
  expect(below).toContain('sign document');
  expect(below).toContain('database transact');
  expect(JSON.stringify(spans)).not.toMatch(/canary/i);
});

it('an address that nothing answers to gives a span no name', async () => {
  const server = await startServerForTest();
  spans.length = 0;
  await server.get('/canary');
  expect(spans[0]).toMatchObject({ name: 'GET', attributes: { 'http.response.status_code': 404 } });
});

it('nothing makes spans unless somebody set OpenTelemetry up', async () => {
  stopTracing();
  const server = await startServerForTest();
  spans.length = 0;
  await createProducts(server);
  await sell(server);
  expect(spans).toEqual([]);
});
