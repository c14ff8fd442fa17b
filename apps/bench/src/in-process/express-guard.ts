import { ServerResponse, type IncomingMessage } from 'node:http';
import { licenseGate } from '@licet/express';
import express, { type Request, type RequestHandler, type Response } from 'express';
import { passTime } from '../pass-time.js';
import { goOn, measureBy, type OpenGuard } from './guard.js';

/** What a middleware is called with. */
export interface ExpressExchange {
  readonly request: Request;
  readonly response: Response;
}

const app = express();

/** Makes of Node's objects what Express makes of them. */
export function toExpressExchange(request: IncomingMessage): ExpressExchange {
  const response = Object.setPrototypeOf(new ServerResponse(request), app.response) as Response;
  return {
    request: Object.setPrototypeOf(request, app.request) as Request,
    response: Object.assign(response, { locals: {} }),
  };
}

/** Calls a middleware as Express does. */
export const callMiddleware =
  (layer: RequestHandler) =>
  ({ request, response }: ExpressExchange): void =>
    void layer(request, response, goOn);

/** Calls a middleware that does nothing. */
export const callNext: ReturnType<typeof callMiddleware> = callMiddleware(
  (_request, _response, next) => next(),
);

/** The guard of Express. */
export const openExpressGuard: OpenGuard = (options) => {
  const gate = licenseGate(options);
  return {
    measure: measureBy(passTime, {
      toExchange: toExpressExchange,
      guard: callMiddleware(gate),
      noop: callNext,
    }),
    check: (request) => gate.check(request),
    close: () => gate.close(),
  };
};
