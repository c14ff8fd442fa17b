import type { FastifySchema } from 'fastify';
import { Type, type TSchema } from 'typebox';
import { problems, type ProblemCode } from '../problems.js';

const codes = Object.keys(problems) as ProblemCode[];

const Problem = Type.Object(
  {
    type: Type.String({ description: 'urn:licet:problem: and the code' }),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String({ description: 'What to do, in plain words' }),
    code: Type.Enum(codes, { description: 'Stable: react to this' }),
    field: Type.Optional(
      Type.String({ description: 'The member of the request that is to blame' }),
    ),
  },
  { description: 'RFC 9457. As text/plain for clients that ask for that.' },
);

const problemBody = {
  content: {
    'application/problem+json': { schema: Problem },
    'text/plain': { schema: Type.String() },
  },
};

const failures = { description: 'A problem', ...problemBody };

const tooManyRequests = {
  description: 'Too many requests, or too many wrong keys, from this address or with this API key',
  headers: {
    'Retry-After': { type: 'integer', minimum: 1, description: 'Seconds to wait' },
    RateLimit: {
      type: 'string',
      description: 'Of each policy the requests left (r), and the seconds until there are more (t)',
      examples: ['"address";r=0;t=1, "key";r=112;t=1'],
    },
    'RateLimit-Policy': {
      type: 'string',
      description: 'Of each policy the requests (q) in so many seconds (w)',
      examples: ['"address";q=120000;w=60, "key";q=120000;w=60'],
    },
  },
  ...problemBody,
};

/** What an operation is called in the OpenAPI document, and what it answers when all went well. */
export interface OperationDescription {
  readonly id: string;
  readonly tag: string;
  readonly summary: string;
  /** Needs no API key. */
  readonly isOpen?: boolean;
  /** Is answered however often it is asked. */
  readonly isUncounted?: boolean;
  /** Accepts the header `Idempotency-Key`. */
  readonly isWrite?: boolean;
  readonly status?: 200 | 201;
  readonly mediaType?: string;
  readonly answer: TSchema;
}

const IdempotencyHeaders = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      description:
        '1 to 255 printable ASCII characters: a repetition within 24 hours has no second effect',
    }),
  ),
});

/** The part of a route's schema that describes more than its input. The input's schemas are given beside it and checked. */
export function describeOperation(operation: OperationDescription) {
  const { id, tag, summary, isOpen = false, isWrite = false, answer } = operation;
  const { isUncounted = false, status = 200, mediaType = 'application/json' } = operation;
  return {
    operationId: id,
    tags: [tag],
    summary,
    security: isOpen ? [] : [{ ApiKey: [] }],
    ...(isWrite && { headers: IdempotencyHeaders }),
    response: {
      [status]: { description: summary, content: { [mediaType]: { schema: answer } } },
      ...(!isUncounted && { 429: tooManyRequests }),
      '4xx': failures,
      '5xx': failures,
    },
  } satisfies FastifySchema;
}
