import { ServerResponse, type IncomingMessage } from 'node:http';

/** The objects that Fastify puts around those of Node, as far as a hook looks at them. */
export interface FastifyExchange {
  readonly request: { readonly raw: IncomingMessage; license: unknown };
  readonly reply: { readonly raw: ServerResponse };
}

/** What Fastify calls with them. */
export type Hook = (
  request: FastifyExchange['request'],
  reply: FastifyExchange['reply'],
  done: () => void,
) => void;

export function toFastifyExchange(raw: IncomingMessage): FastifyExchange {
  return { request: { raw, license: undefined }, reply: { raw: new ServerResponse(raw) } };
}
