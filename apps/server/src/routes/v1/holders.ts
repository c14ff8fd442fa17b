import { formatInstant } from '@licet/core';
import { Type, type Static } from 'typebox';
import { listHolders } from '../../db/holders.js';
import type { HolderRow } from '../../db/tables.js';
import type { App } from '../../http/app.js';
import { callerOf } from '../../http/authenticate.js';
import { examples } from '../../http/examples.js';
import { Instant } from '../../http/fields.js';
import { describeOperation } from '../../http/operation.js';
import { isTextPosition, pageQuery, PageOf, parsePage, readPage } from '../../http/paging.js';
import { runOnce } from '../../http/run-once.js';
import { sendOutcome } from '../../http/send-outcome.js';
import { sendProblem } from '../../http/send-problem.js';
import type { Context } from '../../services/context.js';
import { findLicense } from '../../services/licenses/change-license.js';
import { deleteHolder, type DeletedHolder } from '../../services/licenses/delete-holder.js';
import { licenseParams } from './license-view.js';
import { v1Paths } from './paths.js';

const tag = 'Licenses';
const config = { scope: 'admin' } as const;

const Holder = Type.Object({
  identifier: Type.String({
    description: 'Empty for a token license that names nobody',
    examples: [examples.identifier],
  }),
  name: Type.Optional(Type.String({ examples: [examples.holder] })),
  email: Type.Optional(Type.String({ examples: ['ada@example.com'] })),
  updatedAt: Instant('Last registration'),
});
const Deleted = Type.Object({ deleted: Type.Literal(true) });

/** `/v1/licenses/:id/holders`: who registered token licenses, until they ask to be forgotten. */
export function addHolders(app: App, context: Context): void {
  addListing(app, context);
  addDeletion(app, context);
}

function addListing(app: App, { store, account }: Context): void {
  const operation = describeOperation({
    id: 'listHolders',
    tag,
    summary: 'List who registered token licenses',
    answer: PageOf(Holder),
    codes: ['license_not_found'],
  });
  const querystring = Type.Object({ ...pageQuery }, { additionalProperties: false });
  app.get(
    v1Paths.licenseHolders,
    { schema: { ...operation, params: licenseParams, querystring }, config },
    async (request, reply) => {
      const { id } = request.params;
      const page = parsePage(request.query, isTextPosition);
      if (!page.ok) return sendProblem(request, reply, page);
      const license = await findLicense(store.db, callerOf(request), id);
      if (!license.ok) return sendProblem(request, reply, license);
      const holders = await readPage(page.value, {
        read: (wanted) => listHolders(store.db, account.id, id, wanted),
        toItem: toHolder,
        toPosition: ({ identifier }) => [identifier],
      });
      return reply.send(holders);
    },
  );
}

function addDeletion(app: App, context: Context): void {
  const operation = describeOperation({
    id: 'deleteHolder',
    tag,
    summary: 'Forget who registered a token license',
    description: 'Name and address are deleted. Token licenses and seats stay as they are.',
    isWrite: true,
    answer: Deleted,
    codes: ['missing_field', 'license_not_found', 'holder_not_found'],
  });
  // In the query, as the identifier may be empty or long.
  const querystring = Type.Object(
    {
      identifier: Type.String({
        maxLength: 200,
        description: 'As the list shows it',
        examples: [examples.identifier],
      }),
    },
    { additionalProperties: false },
  );
  app.delete(
    v1Paths.licenseHolders,
    { schema: { ...operation, params: licenseParams, querystring }, config },
    async (request, reply) => {
      const order = { ...request.query, id: request.params.id };
      const outcome = await runOnce<DeletedHolder>(context, request, (commit) =>
        deleteHolder(context, callerOf(request), order, commit),
      );
      return sendOutcome(request, reply, outcome, (deleted) => deleted);
    },
  );
}

function toHolder({ identifier, name, email, updated_at }: HolderRow): Static<typeof Holder> {
  return {
    identifier,
    ...(name !== null && { name }),
    ...(email !== null && { email }),
    updatedAt: formatInstant(updated_at),
  };
}
