import { ServerResponse } from 'node:http';
import { licenseGate } from '@licet/koa';
import Koa, { type Middleware, type ParameterizedContext } from 'koa';
import { asyncPassTime } from '../pass-time.js';
import { measureBy, type OpenGuard } from './guard.js';

const goOn = (): Promise<void> => Promise.resolve();

/** Calls a middleware as Koa does. */
const call =
  (layer: Middleware) =>
  (context: ParameterizedContext): Promise<void> =>
    layer(context, goOn) as Promise<void>;

const noop: Middleware = async (_context, next) => {
  await next();
};

/** The guard of Koa. */
export const openKoaGuard: OpenGuard = (options) => {
  const gate = licenseGate(options);
  const app = new Koa();
  return {
    measure: measureBy(asyncPassTime, {
      toExchange: (request) => app.createContext(request, new ServerResponse(request)),
      guard: call(gate as Middleware),
      noop: call(noop),
    }),
    check: (request) => gate.check(request),
    close: () => gate.close(),
  };
};
