import swagger from '@fastify/swagger';
import type { App } from '../http/app.js';
import { version } from '../version.js';

const tags = [
  { name: 'LicenseGen', description: 'Generate and check licenses' },
  { name: 'LicenseUpdate', description: 'Renew licenses' },
  { name: 'LicenseVal', description: 'Validate license files' },
  { name: 'LicenseWeb', description: 'Fetch license files' },
  { name: 'Products', description: 'What is licensed' },
  { name: 'Licenses', description: 'What was sold' },
  { name: 'API keys', description: 'Who may do what' },
  { name: 'Signing keys', description: 'What documents are signed with' },
  { name: 'Status', description: 'Which documents and keys do not count any more' },
  { name: 'Server', description: 'The server itself' },
];

/** Describes every route that is added from now on. The document follows from the schemas that check requests. */
export async function describeApi(app: App, publicUrl: string | undefined): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Licet',
        description: 'The licensing API',
        version,
        license: { name: 'MIT', identifier: 'MIT' },
      },
      ...(publicUrl !== undefined && { servers: [{ url: publicUrl }] }),
      components: {
        securitySchemes: { ApiKey: { type: 'apiKey', in: 'header', name: 'X-Api-Key' } },
      },
      tags,
    },
  });
}

/** `/openapi.json`, for everybody. */
export function addOpenApi(app: App): void {
  const options = { schema: { hide: true }, config: { scope: 'none' } } as const;
  app.get('/openapi.json', options, (_request, reply) => reply.send(app.swagger()));
}
