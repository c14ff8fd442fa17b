import type { OpenAPIV3_1 } from 'openapi-types';
import type { App } from '../../src/http/app.js';

export type Document = OpenAPIV3_1.Document;
export type Answer = OpenAPIV3_1.ResponseObject;
export type Schema = OpenAPIV3_1.SchemaObject;

/** One operation of the document. */
export interface Operation {
  readonly path: string;
  readonly method: string;
  readonly id: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description: string;
  readonly body: OpenAPIV3_1.MediaTypeObject | undefined;
  /** By status, without references. */
  readonly answers: ReadonlyMap<number, Answer>;
}

/** The OpenAPI document of an app that is ready. */
export function documentOf(app: App): Document {
  return app.swagger() as Document;
}

/** Every operation of a document. */
export function operationsOf(document: Document): Operation[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    Object.entries(item as Record<string, OpenAPIV3_1.OperationObject>).map(
      ([method, operation]) => ({
        path,
        method,
        id: operation.operationId ?? '',
        tags: operation.tags ?? [],
        summary: operation.summary ?? '',
        description: operation.description ?? '',
        body: (operation.requestBody as OpenAPIV3_1.RequestBodyObject | undefined)?.content[
          'application/json'
        ],
        answers: answersOf(document, operation),
      }),
    ),
  );
}

function answersOf(document: Document, { responses = {} }: OpenAPIV3_1.OperationObject) {
  return new Map(
    Object.entries(responses).map(([status, answer]) => [
      Number(status),
      resolve(document, answer),
    ]),
  );
}

function resolve(document: Document, answer: Answer | OpenAPIV3_1.ReferenceObject): Answer {
  if (!('$ref' in answer)) return answer;
  const name = answer.$ref.replace('#/components/responses/', '');
  return document.components!.responses![name] as Answer;
}
