import type { Tracer } from '@opentelemetry/api';
import { version } from '../version.js';

/** What of OpenTelemetry is used, once it is there. */
export interface Tracing {
  readonly tracer: Tracer;
  readonly api: typeof import('@opentelemetry/api');
}

/** Where every copy of the API registers its providers, by its own agreement: nobody set one up, nobody wants spans. */
const registration = Symbol.for('opentelemetry.js.api.1');

let tracing: Tracing | undefined;

/**
 * Makes spans from now on, if whoever started the process set OpenTelemetry up before (`node --import`). Without that nothing is loaded, and each
 * place that could make a span costs one comparison.
 */
export async function startTracing(): Promise<void> {
  if (!(registration in globalThis)) return;
  const api = await import('@opentelemetry/api');
  tracing = { api, tracer: api.trace.getTracer('licet', version) };
}

/** Ends what {@link startTracing} began. */
export function stopTracing(): void {
  tracing = undefined;
}

/** What makes spans now, if anything does. */
export function readTracing(): Tracing | undefined {
  return tracing;
}

/** Names and numbers that are no secret: kinds, routes, counts. */
export type Attributes = Readonly<Record<string, string | number>>;

/** Runs work in a span, which is an error when the work fails. */
export function inSpan<T>(
  name: string,
  attributes: Attributes,
  work: () => Promise<T>,
): Promise<T> {
  if (tracing === undefined) return work();
  const { tracer, api } = tracing;
  return tracer.startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await work();
    } catch (error) {
      // What an error says may repeat what was sent: its kind is enough.
      span.setAttribute('error.type', error instanceof Error ? error.name : 'unknown');
      span.setStatus({ code: api.SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}
