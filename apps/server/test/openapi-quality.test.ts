import { createConfig, lintFromString } from '@redocly/openapi-core';
import { Compile } from 'typebox/compile';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problems, type ProblemCode } from '../src/problems.js';
import { operationsOf, type Answer, type Document, type Operation } from './support/document.js';
import { startTestServer, type TestServer } from './support/test-server.js';

let server: TestServer;
let document: Document;
let operations: Operation[];
beforeAll(async () => {
  server = await startTestServer();
  document = (await server.get('/openapi.json', { key: '' })).json;
  operations = operationsOf(document);
});
afterAll(() => server.stop());

/** What each operation lacks; the names of those that lack nothing are left out. */
const lacks = (find: (operation: Operation) => readonly string[]) =>
  operations.flatMap((operation) => find(operation).map((what) => `${operation.id}: ${what}`));

const successOf = (operation: Operation): [string, NonNullable<Answer['content']>[string]] => {
  const [, answer] = [...operation.answers].find(([status]) => status < 300)!;
  return Object.entries(answer.content!)[0]!;
};

const codesOf = (answer: Answer | undefined) =>
  Object.keys(answer?.content?.['application/problem+json']?.examples ?? {});

/** Where a schema has a part that no example can be made for. */
function partsWithoutExample(node: Record<string, unknown>, path: string): string[] {
  if (['examples', 'const', 'enum'].some((keyword) => keyword in node)) return [];
  const { properties, items, anyOf, type } = node as {
    properties?: Record<string, Record<string, unknown>>;
    items?: Record<string, unknown>;
    anyOf?: Record<string, unknown>[];
    type?: string;
  };
  if (properties !== undefined) {
    return Object.entries(properties).flatMap(([name, part]) =>
      partsWithoutExample(part, `${path}/${name}`),
    );
  }
  if (items !== undefined) return partsWithoutExample(items, `${path}/0`);
  if (anyOf !== undefined) return partsWithoutExample(anyOf[0]!, path);
  return type === 'boolean' || type === 'null' ? [] : [`${path} needs \`examples\``];
}

async function lint(source: object): Promise<string[]> {
  const config = await createConfig({ extends: ['recommended'] });
  const found = await lintFromString({ source: JSON.stringify(source), config });
  return found.map(
    ({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer ?? ''}`,
  );
}

describe('the document', () => {
  it('lints clean', async () => {
    expect(await lint(document)).toEqual([]);
  });

  it('would not lint clean with a mistake in it', async () => {
    const broken = structuredClone(document);
    const get = broken.paths!['/']!.get!;
    get.operationId = 'createProduct';
    get.responses = {
      200: { description: 'Without a type', content: { nothing: { schema: { type: 'text' } } } },
    } as never;
    const rules = (await lint(broken)).map((text) => text.split(':', 1)[0]);
    expect(rules).toEqual(expect.arrayContaining(['operation-operationId-unique', 'struct']));
  });

  it('describes the tag of every operation', () => {
    const tags = new Set(document.tags?.map(({ name }) => name));
    expect(lacks((one) => one.tags.filter((tag) => !tags.has(tag)))).toEqual([]);
    expect(lacks((one) => (one.tags.length === 1 ? [] : ['exactly one tag']))).toEqual([]);
  });

  it('says of every operation what it does and which key it needs', () => {
    expect(lacks((one) => (one.summary === '' ? ['a summary'] : []))).toEqual([]);
    const scope = /Needs (no API key|an API key of scope `(admin|issue|client)`)\.$/;
    expect(lacks((one) => (scope.test(one.description) ? [] : ['its scope']))).toEqual([]);
  });
});

describe('the examples', () => {
  it('are there for every member of every body and every answer', () => {
    const body = (one: Operation) =>
      partsWithoutExample((one.body?.schema ?? { const: 0 }) as never, 'body');
    const answer = (one: Operation) =>
      partsWithoutExample(successOf(one)[1].schema as never, 'answer');
    // The examples of a body move from its schema to beside it.
    expect(lacks((one) => (one.body === undefined ? [] : body(one)))).toEqual([]);
    expect(lacks(answer)).toEqual([]);
    expect(lacks((one) => (successOf(one)[1].example === undefined ? ['an example'] : []))).toEqual(
      [],
    );
  });

  it('are acceptable to the schemas that check requests', () => {
    const faults = (media: { schema?: unknown; example?: unknown } | undefined) =>
      media === undefined
        ? []
        : Compile(media.schema as never)
            .Errors(media.example)
            .map(({ instancePath, message }) => `${instancePath} ${message}`);
    expect(lacks((one) => faults(one.body))).toEqual([]);
    expect(lacks((one) => faults(successOf(one)[1]))).toEqual([]);
  });

  it('of failures are problems of their status', () => {
    const faults = (one: Operation) =>
      [...one.answers].flatMap(([status, answer]) =>
        codesOf(answer)
          .filter((code) => problems[code as ProblemCode].status !== status)
          .map((code) => `${code} is not of ${String(status)}`),
      );
    expect(lacks(faults)).toEqual([]);
    const answer = operations[1]!.answers.get(401)!.content!['application/problem+json']!;
    const problem = { type: '/problems/unauthorized', status: 401, code: 'unauthorized' };
    expect(answer.examples?.unauthorized).toMatchObject({ value: problem });
  });
});

/** Of addresses that nothing answers to, and of the console's own sign-in, which is not part of the API. */
const ofNoOperation = [
  'not_found',
  'method_not_allowed',
  'sign_in_failed',
  'signed_out',
  'invitation_not_found',
  'session_not_found',
  'user_not_found',
  'user_exists',
  'last_user',
];

describe('the failures', () => {
  const statuses = (id: string) => [...operations.find((one) => one.id === id)!.answers.keys()];
  const codes = (id: string, status: number) =>
    codesOf(operations.find((one) => one.id === id)!.answers.get(status));

  it('of an operation are those of its service and those that follow from what it takes', () => {
    expect(statuses('generateDomainLicense')).toEqual(
      expect.arrayContaining([200, 400, 401, 403, 404, 409, 413, 415, 503]),
    );
    expect(codes('generateDomainLicense', 409)).toEqual([
      'key_in_use',
      'license_revoked',
      'license_suspended',
      'idempotency_key_reused',
    ]);
    expect(codes('listProducts', 400)).toContain('invalid_cursor');
    expect(codes('createProduct', 400)).toContain('unknown_field');
    expect(codes('checkLicenseStatus', 400)).not.toContain('unknown_field');
  });

  it('of an operation without a key do not speak of keys', () => {
    expect(statuses('jwks')).not.toContain(401);
    expect(statuses('jwks')).not.toContain(413);
    expect(codes('readyz', 503)).toContain('not_ready');
  });

  it.each(Object.keys(problems).filter((code) => !ofNoOperation.includes(code)))(
    '%s can happen in some operation',
    (code) => {
      const all = operations.flatMap(({ answers }) => [...answers.values()].flatMap(codesOf));
      expect(all).toContain(code);
    },
  );
});
