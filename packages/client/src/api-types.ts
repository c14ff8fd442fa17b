import type { methods, paths } from './openapi.js';

/** The methods that the API uses. */
export type Method = (typeof methods)[number];

/** The paths that a method is for. */
export type PathFor<M extends Method> = {
  [P in keyof paths]: paths[P] extends Readonly<Record<M, unknown>> ? P : never;
}[keyof paths];

type Operation<M extends Method, P extends PathFor<M>> =
  paths[P] extends Readonly<Record<M, infer O>> ? O : never;

/** What a request may say besides what its operation needs. */
export interface CallOptions {
  /**
   * Names the write, so that the server does it once however often it is asked (within 24 hours). Without one, each call is one write, its
   * retries included; keep one of your own to try again after a restart.
   */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
}

type PathPart<O> = O extends { readonly parameters: { readonly path: infer T } }
  ? { readonly params: T }
  : unknown;

type QueryPart<O> = O extends { readonly parameters: { readonly query?: infer T } }
  ? [Exclude<T, undefined>] extends [never]
    ? unknown
    : { readonly query?: Exclude<T, undefined> }
  : unknown;

type BodyPart<O> = O extends {
  readonly requestBody: { readonly content: { readonly 'application/json': infer T } };
}
  ? { readonly body: T }
  : unknown;

type RequestOf<O> = CallOptions & PathPart<O> & QueryPart<O> & BodyPart<O>;

/** The arguments after the path: a request, which may be left out when the operation needs nothing. */
export type RequestArguments<M extends Method, P extends PathFor<M>> =
  Partial<RequestOf<Operation<M, P>>> extends RequestOf<Operation<M, P>>
    ? [request?: RequestOf<Operation<M, P>>]
    : [request: RequestOf<Operation<M, P>>];

type Content<R> = R extends { readonly content: infer C } ? C[keyof C] : undefined;

type Success<R> = {
  [S in keyof R]: S extends number ? (`${S}` extends `2${string}` ? Content<R[S]> : never) : never;
}[keyof R];

/** What an operation answers when all went well. */
export type AnswerOf<M extends Method, P extends PathFor<M>> =
  Operation<M, P> extends { readonly responses: infer R } ? Success<R> : never;
