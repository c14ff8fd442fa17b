import { STATUS_CODES } from 'node:http';
import type { OpenAPIV3_1 } from 'openapi-types';
import { problemTexts } from '../problem-texts/problem-texts.js';
import { fail, problems, type ProblemCode } from '../problems.js';
import { toProblem } from './send-problem.js';

type Operation = OpenAPIV3_1.OperationObject;
type Answer = OpenAPIV3_1.ResponseObject;

/** The extension by which a route hands on the codes of its own; it is not in the finished document. */
export const codesExtension = 'x-codes';

/** The extension by which a route says that it is answered however often it is asked. */
export const uncountedExtension = 'x-uncounted';

const codes = Object.keys(problems) as ProblemCode[];

/** An operation, with the codes that it says it can fail with itself. */
type DescribedOperation = Operation & {
  readonly [codesExtension]?: readonly ProblemCode[];
  readonly [uncountedExtension]?: true;
};

/**
 * Adds to every operation of a document the statuses it can fail with, and their codes: those it names itself, and those that follow from what
 * it takes. An answer that is the same everywhere is written once, among the components.
 */
export function describeFailures(document: OpenAPIV3_1.Document): OpenAPIV3_1.Document {
  const shared: Record<string, Answer> = {};
  for (const path of Object.values(document.paths ?? {})) {
    const { get, ...others } = operationsOf(path);
    if (get !== undefined) addFailures(get, shared, readsNoBody);
    for (const operation of Object.values(others)) addFailures(operation, shared, readsBody);
  }
  return { ...document, components: { ...document.components, responses: sortByName(shared) } };
}

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

function operationsOf(
  path: OpenAPIV3_1.PathItemObject | undefined,
): Partial<Record<Method, DescribedOperation>> {
  const { get, post, put, patch, delete: remove } = path ?? {};
  const all = Object.entries({ get, post, put, patch, delete: remove });
  return Object.fromEntries(all.filter(([, operation]) => operation !== undefined));
}

function addFailures(
  operation: DescribedOperation,
  shared: Record<string, Answer>,
  byMethod: readonly ProblemCode[],
): void {
  const own = operation[codesExtension] ?? [];
  const all = new Set([...byMethod, ...generalCodes(operation), ...own]);
  const failures: OpenAPIV3_1.ResponsesObject = {};
  for (const [status, group] of groupByStatus(codes.filter((code) => all.has(code)))) {
    const name = nameOf(status);
    const isShared = !ownStatuses.has(status) && !group.some((code) => own.includes(code));
    if (isShared) shared[name] ??= describe(status, group);
    failures[String(status)] = isShared
      ? { $ref: `#/components/responses/${name}` }
      : describe(status, group);
  }
  operation.responses = { ...successes(operation), ...failures };
  for (const name of [codesExtension, uncountedExtension]) Reflect.deleteProperty(operation, name);
}

function successes({ responses = {} }: Operation): OpenAPIV3_1.ResponsesObject {
  return Object.fromEntries(Object.entries(responses).filter(([status]) => /^[23]/.test(status)));
}

/** Statuses whose codes differ from one operation to the next. */
const ownStatuses: ReadonlySet<number> = new Set([400, 404, 409]);

/** What can go wrong with any request that takes what this one takes. */
function generalCodes(operation: DescribedOperation): ProblemCode[] {
  const parameters = (operation.parameters ?? []) as OpenAPIV3_1.ParameterObject[];
  const takes = (place: string, name?: string) =>
    parameters.some((one) => one.in === place && (name === undefined || one.name === name));
  return [
    ...everywhere,
    ...(operation[uncountedExtension] === true ? [] : tooMany),
    ...(operation.security?.length === 0 ? [] : withKey),
    ...bodyCodes(operation),
    ...(takes('query') ? withQuery : []),
    ...(takes('query', 'cursor') ? (['invalid_cursor'] as const) : []),
    ...(takes('header', 'idempotency-key') ? withIdempotencyKey : []),
  ];
}

const everywhere: readonly ProblemCode[] = [
  'malformed_request',
  'request_timeout',
  'uri_too_long',
  'headers_too_large',
  'internal_error',
  'database_unavailable',
  'overloaded',
];
const tooMany = ['rate_limited', 'too_many_guesses'] as const;
const withKey = ['unauthorized', 'cross_site_request', 'insufficient_scope'] as const;
/** What is sent along is read even where nothing is expected. */
const readsBody: readonly ProblemCode[] = [
  'invalid_json',
  'duplicate_field',
  'invalid_field',
  'payload_too_large',
  'unsupported_media_type',
];
const readsNoBody: readonly ProblemCode[] = [];

const withQuery = ['invalid_field', 'unknown_field'] as const;
const withIdempotencyKey = ['invalid_idempotency_key', 'idempotency_key_reused'] as const;

function bodyCodes({ requestBody }: Operation): ProblemCode[] {
  if (requestBody === undefined || '$ref' in requestBody) return [];
  const schemas = Object.values(requestBody.content).map(({ schema }) => schema ?? {});
  const isClosed = schemas.some(
    (schema) => 'additionalProperties' in schema && schema.additionalProperties === false,
  );
  return isClosed ? ['missing_field', 'unknown_field'] : ['missing_field'];
}

function groupByStatus(group: readonly ProblemCode[]): Map<number, ProblemCode[]> {
  const groups = new Map<number, ProblemCode[]>();
  for (const code of group) {
    const { status } = problems[code];
    groups.set(status, [...(groups.get(status) ?? []), code]);
  }
  return groups;
}

/** Such as `RequestTimeout`. */
function nameOf(status: number): string {
  return (STATUS_CODES[status] ?? `Status${String(status)}`).replaceAll(/[^A-Za-z]/g, '');
}

function describe(status: number, group: readonly ProblemCode[]): Answer {
  const examples: Record<string, OpenAPIV3_1.ExampleObject> = {};
  for (const code of group) {
    examples[code] = { summary: problems[code].title, value: toExample(code) };
  }
  const [first] = group.map(toExample);
  return {
    description: group.map((code) => `\`${code}\`: ${problems[code].title}.`).join('\n\n'),
    ...headersOf(status),
    content: {
      'application/problem+json': {
        schema: { $ref: '#/components/schemas/Problem' },
        examples,
      },
      'text/plain': {
        schema: { type: 'string' },
        ...(first !== undefined && { example: `${first.code}: ${first.detail}\n` }),
      },
    },
  };
}

function toExample(code: ProblemCode) {
  return toProblem(fail(code, problemTexts[code].remedy.replaceAll('`', '')));
}

function headersOf(status: number): Partial<Record<'headers', HeaderObjects>> {
  switch (status) {
    case 429:
      return { headers: { ...retryAfter, ...rateLimit } };
    case 503:
      return { headers: retryAfter };
    default:
      return {};
  }
}

type HeaderObjects = NonNullable<Answer['headers']>;

const retryAfter: HeaderObjects = {
  'Retry-After': {
    description: 'Seconds to wait before the next try (RFC 9110 section 10.2.3)',
    schema: { type: 'integer' },
    example: 1,
  },
};

/** draft-ietf-httpapi-ratelimit-headers-11 */
const rateLimit: HeaderObjects = {
  RateLimit: {
    description: 'Of each policy the requests left (r), and the seconds until there are more (t)',
    schema: { type: 'string' },
    example: '"address";r=0;t=1, "key";r=112;t=1',
  },
  'RateLimit-Policy': {
    description: 'Of each policy the requests (q) in so many seconds (w)',
    schema: { type: 'string' },
    example: '"address";q=120000;w=60, "key";q=120000;w=60',
  },
};

function sortByName<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
