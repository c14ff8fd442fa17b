// Generates a client from the OpenAPI document of the built server, into dist.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@hey-api/openapi-ts';
import { openEmbeddedServer } from '@licet/server';

const dataDir = await mkdtemp(join(tmpdir(), 'licet-generated-'));
try {
  const server = await openEmbeddedServer({ dataDir, modulusBits: 2048 });
  const document = (await server.describe()) as Record<string, unknown>;
  await server.close();
  await createClient({
    input: document,
    output: { path: 'dist', module: { extension: '.js' } },
    plugins: ['@hey-api/client-fetch', '@hey-api/typescript', '@hey-api/sdk'],
    logs: { level: 'error', file: false },
  });
} finally {
  await rm(dataDir, { recursive: true });
}
