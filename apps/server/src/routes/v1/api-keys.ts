import { formatInstant } from '@licet/core';
import { Type, type Static } from 'typebox';
import { listApiKeys } from '../../db/api-keys.js';
import type { ApiKeyRow } from '../../db/tables.js';
import type { App } from '../../http/app.js';
import { DisplayName, Instant, ProductName } from '../../http/fields.js';
import { examples } from '../../http/examples.js';
import { describeOperation } from '../../http/operation.js';
import { isCreationPosition, pageQuery, PageOf, parsePage, readPage } from '../../http/paging.js';
import { runOnce } from '../../http/run-once.js';
import { sendOutcome } from '../../http/send-outcome.js';
import { sendProblem } from '../../http/send-problem.js';
import { scopes } from '../../services/api-keys/api-key.js';
import { createApiKey, type CreatedApiKey } from '../../services/api-keys/create-api-key.js';
import { revokeApiKey } from '../../services/api-keys/revoke-api-key.js';
import type { Context } from '../../services/context.js';
import { v1Paths } from './paths.js';

const tag = 'API keys';

const draft = Type.Object(
  {
    scope: Type.Enum([...scopes], { examples: ['client'] }),
    name: Type.Optional(DisplayName('What the key is for')),
    product: Type.Optional(ProductName('The only product that the key may touch')),
    expiresInSeconds: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 3_155_760_000, examples: [31_536_000] }),
    ),
  },
  { additionalProperties: false },
);

const properties = {
  id: Type.String({ examples: [examples.apiKeyId] }),
  scope: Type.Enum([...scopes], { examples: ['client'] }),
  kind: Type.Enum(['secret', 'publishable'], { examples: ['publishable'] }),
  name: Type.String({ examples: ['My Shop 2'] }),
  last4: Type.String({ examples: [examples.apiKey.slice(-4)] }),
  product: Type.Optional(Type.String({ examples: [examples.productCode] })),
  createdAt: Instant('Creation'),
  expiresAt: Type.Optional(Instant('End')),
  revokedAt: Type.Optional(Instant('Revocation')),
  lastUsedAt: Type.Optional(Instant('Last use, to the minute')),
  mintedFor: Type.Optional(
    Type.Object(
      {
        tokenSettingId: Type.Integer({ examples: [1] }),
        tokenId: Type.String({ examples: [examples.tokenId] }),
        uniqueIdentifier: Type.String({ examples: [examples.identifier] }),
      },
      { description: 'The access token that the key was given for' },
    ),
  ),
};
const ApiKey = Type.Object(properties);
const NewApiKey = Type.Object({
  ...properties,
  key: Type.String({ description: 'The key itself, shown this once', examples: [examples.apiKey] }),
});

/** `/v1/api-keys`: who may do what. */
export function addApiKeys(app: App, context: Context): void {
  addCreation(app, context);
  addListing(app, context);
  addRevocation(app, context);
}

function addCreation(app: App, context: Context): void {
  const operation = describeOperation({
    id: 'createApiKey',
    tag,
    summary: 'Create an API key',
    isWrite: true,
    status: 201,
    answer: NewApiKey,
    codes: ['product_not_found'],
  });
  app.post(
    v1Paths.apiKeys,
    { schema: { ...operation, body: draft }, config: { scope: 'admin' } },
    async (request, reply) => {
      const wanted = { name: '', ...request.body };
      const outcome = await runOnce<CreatedApiKey>(context, request, (commit) =>
        commit((db, record) => createApiKey(context, wanted, db, record)),
      );
      if (outcome.ok) reply.code(201);
      return sendOutcome(request, reply, outcome, toNewApiKey);
    },
  );
}

function addListing(app: App, { store, account }: Context): void {
  const operation = describeOperation({
    id: 'listApiKeys',
    tag,
    summary: 'List API keys',
    answer: PageOf(ApiKey),
  });
  const querystring = Type.Object({ ...pageQuery }, { additionalProperties: false });
  app.get(
    v1Paths.apiKeys,
    { schema: { ...operation, querystring }, config: { scope: 'admin' } },
    async (request, reply) => {
      const page = parsePage(request.query, isCreationPosition);
      if (!page.ok) return sendProblem(request, reply, page);
      const keys = await readPage(page.value, {
        read: (wanted) => listApiKeys(store.db, account.id, wanted),
        toItem: toApiKey,
        toPosition: (row) => [row.created_at, row.api_key_id],
      });
      return reply.send(keys);
    },
  );
}

function addRevocation(app: App, context: Context): void {
  const operation = describeOperation({
    id: 'revokeApiKey',
    tag,
    summary: 'Revoke an API key',
    isWrite: true,
    answer: ApiKey,
    codes: ['api_key_not_found'],
  });
  app.post(
    v1Paths.revokeApiKey,
    {
      schema: {
        ...operation,
        params: Type.Object({ id: Type.String({ examples: [examples.apiKeyId] }) }),
      },
      config: { scope: 'admin' },
    },
    async (request, reply) => {
      const outcome = await runOnce<ApiKeyRow>(context, request, (commit) =>
        revokeApiKey(context, request.params.id, commit),
      );
      return sendOutcome(request, reply, outcome, toApiKey);
    },
  );
}

function toNewApiKey({ text, row }: CreatedApiKey): Static<typeof NewApiKey> {
  return { ...toApiKey(row), key: text };
}

function toApiKey(row: ApiKeyRow): Static<typeof ApiKey> {
  const { scope, kind, name, last4, product } = row;
  return {
    id: row.api_key_id,
    scope,
    kind,
    name,
    last4,
    createdAt: formatInstant(row.created_at),
    ...(product !== null && { product }),
    ...(row.expires_at !== null && { expiresAt: formatInstant(row.expires_at) }),
    ...(row.revoked_at !== null && { revokedAt: formatInstant(row.revoked_at) }),
    ...(row.last_used_at !== null && { lastUsedAt: formatInstant(row.last_used_at) }),
    ...toMintedFor(row),
  };
}

function toMintedFor({
  setting_id: tokenSettingId,
  token_id: tokenId,
  subject: uniqueIdentifier,
}: ApiKeyRow): Pick<Static<typeof ApiKey>, 'mintedFor'> {
  return tokenSettingId === null || tokenId === null || uniqueIdentifier === null
    ? {}
    : { mintedFor: { tokenSettingId, tokenId, uniqueIdentifier } };
}
