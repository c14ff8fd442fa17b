import type { FastifySchema } from 'fastify';
import { Type, type TSchema } from 'typebox';
import { problems, type ProblemCode } from '../problems.js';
import { codesExtension, uncountedExtension } from './describe-failures.js';
import { exampleOf } from './example-of.js';

const codes = Object.keys(problems) as ProblemCode[];

/** The body of every failure. */
export const ProblemSchema = Type.Object(
  {
    type: Type.String({ format: 'uri-reference', description: 'Leads to the page of the code' }),
    title: Type.String({ description: 'The same for each failure with this code' }),
    status: Type.Integer({ description: 'The status of the answer once more' }),
    detail: Type.String({ description: 'What to do, in plain words' }),
    code: Type.Enum(codes, { description: 'Stable: react to this' }),
    field: Type.Optional(
      Type.String({ description: 'The member of the request that is to blame' }),
    ),
  },
  { description: 'RFC 9457. As text/plain for clients that ask for that.' },
);

/** For the types of the handlers; the document lists each status with its codes instead. */
const failures = {
  description: 'A problem',
  content: {
    'application/problem+json': { schema: ProblemSchema },
    'text/plain': { schema: Type.String() },
  },
};

/** Has no body. */
const notModified = Type.Null({ description: 'The one that was had before still is the newest' });

/** What an operation is called in the OpenAPI document, and what it answers. */
export interface OperationDescription {
  readonly id: string;
  readonly tag: string;
  readonly summary: string;
  /** More about it, as Markdown. Which scope it needs is added. */
  readonly description?: string;
  /** Needs no API key. */
  readonly isOpen?: boolean;
  /** Is answered however often it is asked. */
  readonly isUncounted?: boolean;
  /** Answers 304 to whoever has it already. */
  readonly isCacheable?: boolean;
  /** Accepts the header `Idempotency-Key`. */
  readonly isWrite?: boolean;
  readonly status?: 200 | 201;
  readonly mediaType?: string;
  /** Each of its members has an example: its `examples`, or what its type allows no choice about. */
  readonly answer: TSchema;
  /** What it can fail with besides what follows from its input: the codes of its service. */
  readonly codes?: readonly ProblemCode[];
}

const IdempotencyHeaders = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      description:
        '1 to 255 printable ASCII characters: a repetition within 24 hours has no second effect',
      examples: ['8e03978e-40d5-43e8-bc93-6894a57f9324'],
    }),
  ),
});

/** The part of a route's schema that describes more than its input. The input's schemas are given beside it and checked. */
export function describeOperation(operation: OperationDescription) {
  const { id, tag, summary, description, isOpen = false, isWrite = false, answer } = operation;
  const { isUncounted = false, status = 200, mediaType = 'application/json' } = operation;
  const { codes: own = [], isCacheable = false } = operation;
  const content = { [mediaType]: { schema: answer, example: exampleOf(answer) } };
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description !== undefined && { description }),
    security: isOpen ? [] : [{ ApiKey: [] }],
    ...(isWrite && { headers: IdempotencyHeaders }),
    [codesExtension]: own,
    ...(isUncounted && { [uncountedExtension]: true }),
    response: {
      [status]: { description: summary, content },
      ...(isCacheable && { 304: notModified }),
      '4xx': failures,
      '5xx': failures,
    },
  } satisfies FastifySchema & Record<typeof codesExtension, readonly ProblemCode[]>;
}
