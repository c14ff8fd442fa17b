import type { FastifyServerOptions } from 'fastify';
import type { App } from './app.js';

type LoggerOptions = Exclude<FastifyServerOptions['logger'], boolean | undefined>;

/** Where lines of JSON go. */
export interface LogStream {
  write(line: string): void;
}

/**
 * Lines of JSON with fields from a fixed list. No body, header or query ever gets in, and no message of an unexpected error either: it may
 * repeat what was sent.
 */
export function createLoggerOptions(level: string, stream: LogStream): LoggerOptions {
  return {
    level,
    stream,
    base: null,
    serializers: { req: () => ({}), res: () => ({}), err: toErrorFields },
  };
}

/** One line for each answered request. */
export function logRequests(app: App): void {
  app.addHook('onResponse', (request, reply, done) => {
    const { method, id, caller } = request;
    app.log.info({
      requestId: id,
      method,
      route: request.is404 ? undefined : request.routeOptions.url,
      status: reply.statusCode,
      durationMilliseconds: Math.round(reply.elapsedTime * 100) / 100,
      apiKeyId: caller?.apiKeyId,
    });
    done();
  });
}

/** Kind, code and place of an error, without what it says. */
export function toErrorFields(error: unknown) {
  if (!(error instanceof Error)) return { type: typeof error, message: '', stack: '' };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { type: error.name, message: '', code, stack: frames.join('\n') };
}
