// Writes src/openapi.ts from the document that the server serves. With --check it writes nothing and fails when the file is out of date.

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedServer } from '@licet/server';
import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';

/** The part of the document that is looked into here. */
interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

interface Operation {
  readonly responses: Readonly<Record<string, Answer>>;
}

interface Answer {
  readonly $ref?: string;
  readonly content?: Readonly<Record<string, unknown>>;
}

const output = new URL('../src/openapi.ts', import.meta.url);
const sharedAnswer = { $ref: '#/components/responses/Problem' };

async function readApiDocument(): Promise<ApiDocument> {
  const dataDir = await mkdtemp(join(tmpdir(), 'licet-openapi-'));
  try {
    const server = await openEmbeddedServer({ dataDir, modulusBits: 2048 });
    const document = await server.describe();
    await server.close();
    return document as ApiDocument;
  } finally {
    await rm(dataDir, { recursive: true });
  }
}

/** A client reacts to codes and not to which operation has which: said once for all statuses, the types are a fifth as long. */
function shareProblems({ paths, components, ...rest }: ApiDocument): ApiDocument {
  const problem = {
    description: 'A problem',
    content: {
      'application/problem+json': { schema: components.schemas?.Problem },
      'text/plain': { schema: { type: 'string' } },
    },
  };
  const shared = mapOperations(paths, ({ responses, ...operation }) => ({
    ...operation,
    responses: { ...successesOf(responses), '4XX': sharedAnswer, '5XX': sharedAnswer },
  }));
  return { ...rest, components: { responses: { Problem: problem } }, paths: shared };
}

function successesOf(responses: Operation['responses']): Operation['responses'] {
  const entries = Object.entries(responses).filter(([status]) => status.startsWith('2'));
  return Object.fromEntries(entries);
}

function mapOperations(
  paths: ApiDocument['paths'],
  map: (operation: Operation) => Operation,
): ApiDocument['paths'] {
  return mapValues(paths, (operations) => mapValues(operations, map));
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, map: (value: T) => U) {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}

/** What a program has to know when it runs: the methods in use, and which answers are text. */
function describeAnswers({ paths }: ApiDocument): string {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { responses }]) => ({ path, method, responses })),
  );
  const methods = [...new Set(operations.map(({ method }) => method))].sort();
  const texts = operations.filter(({ responses }) => isText(responses));
  return [
    `export const methods = ${JSON.stringify(methods)} as const;`,
    'export const textAnswers: ReadonlySet<string> = new Set([',
    ...texts.map(({ method, path }) => `    ${JSON.stringify(`${method} ${path}`)},`),
    ']);',
  ].join('\n');
}

function isText(responses: Operation['responses']): boolean {
  const types = Object.entries(responses)
    .filter(([status]) => status.startsWith('2'))
    .flatMap(([, { content = {} }]) => Object.keys(content));
  return types.length > 0 && types.every((type) => !type.includes('json'));
}

async function generate(): Promise<string> {
  const document = shareProblems(await readApiDocument());
  const types = await openapiTS(document as unknown as OpenAPI3, { immutable: true });
  const heading =
    '// Made by `pnpm run generate` from the OpenAPI document of the server. Do not edit.';
  return `${heading}\n\n${describeAnswers(document)}\n\n${astToString(types)}`;
}

const generated = await generate();
if (!process.argv.includes('--check')) {
  await writeFile(output, generated);
} else if ((await readFile(output, 'utf8')) !== generated) {
  process.stderr.write('src/openapi.ts is out of date: run `pnpm run generate`.\n');
  process.exitCode = 1;
}
