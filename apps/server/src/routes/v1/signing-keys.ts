import { Type } from 'typebox';
import { listSigningKeys } from '../../db/signing-keys.js';
import type { App } from '../../http/app.js';
import { examples } from '../../http/examples.js';
import { describeOperation } from '../../http/operation.js';
import { PageOf } from '../../http/paging.js';
import { runOnce } from '../../http/run-once.js';
import { sendOutcome } from '../../http/send-outcome.js';
import type { Context } from '../../services/context.js';
import { toPublishedKey, type PublishedKey } from '../../services/signing/published-key.js';
import { burnKey } from '../../services/signing/burn-key.js';
import { rotateLeaf } from '../../services/signing/rotate-leaf.js';
import { Jwk } from '../jwks.js';
import { v1Paths } from './paths.js';

const tag = 'Signing keys';

const SigningKey = Type.Object({
  kid: Type.String({ description: 'RFC 7638 thumbprint', examples: [examples.kid] }),
  use: Type.Enum(['root', 'license', 'status'], { examples: ['license'] }),
  status: Type.Enum(['active', 'retired', 'burnt']),
  pem: Type.String({ examples: [examples.pem] }),
  jwk: Jwk,
  xml: Type.String({ description: 'RSAKeyValue', examples: [examples.xml] }),
});

const draft = Type.Object(
  { use: Type.Enum(['license', 'status'], { description: 'What the new leaf signs' }) },
  { additionalProperties: false },
);

const params = Type.Object({
  kid: Type.String({ description: 'RFC 7638 thumbprint', examples: [examples.kid] }),
});

/** `/v1/signing-keys`: the public halves, a new leaf in place of an old one, and the end of a stolen one. */
export function addSigningKeys(app: App, context: Context): void {
  addListing(app, context);
  addRotation(app, context);
  addBurning(app, context);
}

function addListing(app: App, { store, account }: Context): void {
  const operation = describeOperation({
    id: 'listSigningKeys',
    tag,
    summary: 'List signing keys',
    answer: PageOf(SigningKey),
  });
  app.get(
    v1Paths.signingKeys,
    { schema: operation, config: { scope: 'admin' } },
    async (_request, reply) => {
      const rows = await listSigningKeys(store.db, account.id);
      return reply.send({ items: rows.map(toPublishedKey), nextCursor: null });
    },
  );
}

function addRotation(app: App, context: Context): void {
  const operation = describeOperation({
    id: 'rotateSigningKey',
    tag,
    summary: 'Make a new leaf and retire the one before',
    isWrite: true,
    status: 201,
    answer: SigningKey,
  });
  app.post(
    v1Paths.signingKeys,
    { schema: { ...operation, body: draft }, config: { scope: 'admin' } },
    async (request, reply) => {
      const outcome = await runOnce<PublishedKey>(context, request, (commit) =>
        rotateLeaf(context, request.body.use, commit),
      );
      if (outcome.ok) reply.code(201);
      return sendOutcome(request, reply, outcome, (key) => key);
    },
  );
}

function addBurning(app: App, context: Context): void {
  const operation = describeOperation({
    id: 'burnSigningKey',
    tag,
    summary: 'Declare a leaf stolen: nothing that it signed counts any more',
    description:
      'A leaf that signs now is replaced by a new one at once. Guards hear of it by `/v1/trust`. What it signed has to be signed anew: files by the command `re-sign`.',
    isWrite: true,
    answer: SigningKey,
    codes: ['signing_key_not_found', 'root_key_in_use'],
  });
  app.post(
    v1Paths.burnSigningKey,
    { schema: { ...operation, params }, config: { scope: 'admin' } },
    async (request, reply) => {
      const outcome = await runOnce<PublishedKey>(context, request, (commit) =>
        burnKey(context, request.params.kid, commit),
      );
      return sendOutcome(request, reply, outcome, (key) => key);
    },
  );
}
