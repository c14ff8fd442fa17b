import { Compile, type Validator } from 'typebox/compile';
import { operationsOf, type Document, type Operation, type Schema } from './document.js';

/** What came back for a request. */
interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly type: string;
  readonly json: unknown;
}

/**
 * Compares answers with what the document says that their operation answers: status, code, media type, and each member of the body. So that
 * every test is also one of the description of the API.
 */
export function createAnswerCheck(document: Document): (exchange: Exchange) => void {
  const operations = operationsOf(document);
  return (exchange) => {
    const { method, path, status, type, json } = exchange;
    const operation = operations.find((one) => isRequestOf(one, method, path));
    if (operation === undefined) return;
    const what = `${operation.id} answers ${String(status)}`;
    const answer = operation.answers.get(status);
    if (status === 304 && answer !== undefined) return;
    const codes = Object.keys(answer?.content?.['application/problem+json']?.examples ?? {});
    const { code } = (json ?? {}) as { code?: string };
    if (status >= 400 && code !== undefined && !codes.includes(code)) {
      throw new Error(`${what} ${code}: name the code in the \`codes\` of its describeOperation`);
    }
    const media = answer?.content?.[type];
    if (media === undefined) throw new Error(`${what} ${type}, which its description lacks`);
    if (status >= 300 || json === undefined) return;
    const [error] = errorsOf(media.schema as Schema, json);
    if (error !== undefined) throw new Error(`${what} with another body than described: ${error}`);
  };
}

function isRequestOf(operation: Operation, method: string, path: string): boolean {
  const wanted = operation.path.toLowerCase().split('/');
  const segments = (path.split('?', 1)[0] ?? '').toLowerCase().split('/');
  return (
    operation.method === method.toLowerCase() &&
    wanted.length === segments.length &&
    wanted.every((part, index) => part.startsWith('{') || part === segments[index])
  );
}

const validators = new Map<string, Validator>();

function errorsOf(schema: Schema, value: unknown): string[] {
  const closed = close(schema);
  const text = JSON.stringify(closed);
  const validator = validators.get(text) ?? Compile(closed as never);
  validators.set(text, validator);
  return validator.Errors(value).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** A schema that takes no more members than it names. */
function close(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(close);
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node).map(([name, value]) => [name, close(value)]);
  const closed = Object.fromEntries(entries) as Record<string, unknown>;
  return 'properties' in node && typeof node.properties === 'object' && 'type' in node
    ? { additionalProperties: false, ...closed }
    : closed;
}
