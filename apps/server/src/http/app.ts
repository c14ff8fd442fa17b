import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { Failure, ProblemCode } from '../problems.js';
import type { Scope } from '../services/api-keys/api-key.js';
import type { Caller } from '../services/api-keys/authenticate.js';
import type { JsonBody } from './parse-body.js';

/** The web server, with request types that follow from the schemas. */
export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** Whether the server is about to stop: it answers all the same, and asks not to be sent more. */
export interface Drain {
  hasBegun: boolean;
}

declare module 'fastify' {
  interface FastifyInstance {
    drain: Drain;
  }
  interface FastifyRequest {
    /** What the client's address counts as: that of IPv4, the /64 of IPv6. */
    network: string;
    /** Set on every route that needs a key. */
    caller: Caller | undefined;
    /** The body as it came. */
    rawBody: Uint8Array | undefined;
    /** What it was refused for, if it was. */
    failureCode: ProblemCode | undefined;
    /** Why the body could not be read; answered before anything looks at it. */
    bodyFault: Failure | undefined;
  }
  interface FastifyContextConfig {
    /** What a caller's key has to include; a route that does not say needs `admin`. */
    scope?: Scope | 'none';
    /** For those who watch the server: never refused on account of the address. */
    isUncounted?: boolean;
    /** Read the names of body members without regard to case. */
    foldsFieldNames?: boolean;
    /** Names the members, as the schema spells them, that do not matter beside the others of a body: they are dropped before it is checked. */
    ignoredFields?: (body: JsonBody) => readonly string[];
  }
}
