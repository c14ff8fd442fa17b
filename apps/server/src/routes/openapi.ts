import swagger from '@fastify/swagger';
import type { RouteOptions, FastifySchema } from 'fastify';
import type { OpenAPIV3_1 } from 'openapi-types';
import type { TSchema } from 'typebox';
import type { App } from '../http/app.js';
import { describeFailures } from '../http/describe-failures.js';
import { exampleOf } from '../http/example-of.js';
import { ProblemSchema } from '../http/operation.js';
import { version } from '../version.js';

const tags = [
  { name: 'LicenseGen', description: 'Generate and check licenses' },
  { name: 'LicenseUpdate', description: 'Renew licenses' },
  { name: 'LicenseVal', description: 'Validate license files' },
  { name: 'LicenseWeb', description: 'Fetch license files' },
  { name: 'TokenAccess', description: 'Generate, validate and exchange access tokens' },
  { name: 'TokenLicense', description: 'Issue and check token licenses' },
  { name: 'Products', description: 'What is licensed' },
  { name: 'Licenses', description: 'What was sold' },
  { name: 'Serials', description: 'Token licenses, many at once' },
  { name: 'Activations', description: 'Which machines and persons have something' },
  { name: 'Statistics', description: 'All of it in numbers' },
  { name: 'Leases', description: 'Seats that are in use' },
  { name: 'API keys', description: 'Who may do what' },
  { name: 'Token settings', description: 'How access tokens are made' },
  { name: 'Signing keys', description: 'What documents are signed with' },
  { name: 'Status', description: 'Which documents and keys do not count any more' },
  { name: 'Audit log', description: 'Who changed what' },
  { name: 'Server', description: 'The server itself' },
];

const description = `The licensing API: signed licenses for web products, checked online and offline.

**Keys.** Send an API key in the header \`X-Api-Key\`, never in an address. Each operation names the scope that it needs: \`admin\` may do what
\`issue\` may, and that what \`client\` may.

**Names.** Paths are matched in any case. The operations outside \`/v1\` also read the names of members in any case and ignore what they do
not know; those below \`/v1\` refuse it.

**Failures** are problems (RFC 9457). React to their \`code\`; \`type\` leads to a page about it, and \`/problems\` lists all.

**Repetitions.** Every write takes an \`Idempotency-Key\`: within 24 hours a repetition gets the first answer and has no second effect.

**Lists** come in pages: send \`nextCursor\` as \`cursor\` to get the next one, until it is null.
`;

/** Describes every route that is added from now on. The document follows from the schemas that check requests. */
export async function describeApi(app: App, publicUrl: string | undefined): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Licet',
        description,
        version,
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: publicUrl ?? '/' }],
      components: {
        schemas: { Problem: ProblemSchema as OpenAPIV3_1.SchemaObject },
        securitySchemes: { ApiKey: { type: 'apiKey', in: 'header', name: 'X-Api-Key' } },
      },
      tags,
    },
    transform: ({ schema, url, route }) => ({ schema: describeInput(schema, route), url }),
    transformObject: (document) =>
      'openapiObject' in document
        ? describeFailures(document.openapiObject as OpenAPIV3_1.Document)
        : document.swaggerObject,
  });
}

/** Adds the scope that a route asks for, and an example of its body. */
function describeInput(schema: FastifySchema, { config }: RouteOptions): FastifySchema {
  const { body, description: own } = schema;
  const scope = config?.scope ?? 'admin';
  const needs = scope === 'none' ? 'Needs no API key.' : `Needs an API key of scope \`${scope}\`.`;
  return {
    ...schema,
    description: own === undefined ? needs : `${own}\n\n${needs}`,
    ...(body !== undefined && {
      body: { ...(body as object), examples: [exampleOf(body as TSchema)] },
    }),
  };
}

/** `/openapi.json`, for everybody. */
export function addOpenApi(app: App): void {
  const options = { schema: { hide: true }, config: { scope: 'none' } } as const;
  app.get('/openapi.json', options, (_request, reply) => reply.send(app.swagger()));
}
