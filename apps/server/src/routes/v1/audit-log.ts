import { formatInstant, parseEndInstant, parseStartInstant, type EpochSeconds } from '@licet/core';
import { Type, type Static } from 'typebox';
import { listAuditEntries, type AuditPosition } from '../../db/audit-log.js';
import type { AuditEntryRow } from '../../db/tables.js';
import type { App } from '../../http/app.js';
import { examples } from '../../http/examples.js';
import { Instant } from '../../http/fields.js';
import { describeOperation } from '../../http/operation.js';
import { pageQuery, PageOf, parsePage, readPage, type Position } from '../../http/paging.js';
import { sendProblem } from '../../http/send-problem.js';
import { fail, succeed, type Outcome } from '../../problems.js';
import { auditActions } from '../../services/audit/actions.js';
import { parseDetails } from '../../services/audit/entry.js';
import type { Context } from '../../services/context.js';
import { v1Paths } from './paths.js';

const Entry = Type.Object({
  chain: Type.String({
    description: 'Each start of a server or command begins one',
    examples: [examples.chain],
  }),
  sequence: Type.Integer({
    description: 'The place in the chain, from 1, without gaps',
    examples: [7],
  }),
  at: Instant('When it was done'),
  actor: Type.String({
    description:
      'Who did it: api-key: and the id of the key, user: and the id of the user, or system for the command line',
    examples: [examples.entryActor],
  }),
  action: Type.String({ description: 'What was done', examples: ['license.renew'] }),
  target: Type.String({
    description: 'The id, code or kid of what was changed',
    examples: [examples.licenseId],
  }),
  product: Type.Optional(
    Type.String({
      description: 'The product that it belongs to',
      examples: [examples.productCode],
    }),
  ),
  details: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()]), {
    description: 'More about the change; never a key or a name of a person',
    examples: [{ validTo: examples.instant, previousValidTo: examples.earlierInstant }],
  }),
});

const Filter = (description: string, example: string) =>
  Type.Optional(Type.String({ minLength: 1, maxLength: 128, description, examples: [example] }));

const querystring = Type.Object(
  {
    ...pageQuery,
    action: Type.Optional(Type.Enum([...auditActions], { description: 'What was done' })),
    target: Filter('The id, code or kid of what was changed', examples.licenseId),
    actor: Filter('Who did it, as in the entries', examples.entryActor),
    license: Filter(
      'The id of a license: what was done to it, its activations, leases and holders',
      examples.licenseId,
    ),
    from: Filter(
      'Earliest time, inclusive; a date alone begins at its midnight UTC',
      examples.earlierInstant,
    ),
    to: Filter('Latest time, exclusive; a date alone includes that day', examples.instant),
  },
  { additionalProperties: false },
);

/** `/v1/audit-log`: who changed what. */
export function addAuditLog(app: App, { store, account }: Context): void {
  const operation = describeOperation({
    id: 'listAuditLog',
    tag: 'Audit log',
    summary: 'List changes, newest first',
    description:
      'Only what is read is not in it. `licet-server audit verify` recomputes it and finds what was changed, cut off or put in.',
    answer: PageOf(Entry),
    codes: ['invalid_date'],
  });
  app.get(
    v1Paths.auditLog,
    { schema: { ...operation, querystring }, config: { scope: 'admin' } },
    async (request, reply) => {
      const {
        action,
        target,
        actor,
        license,
        from: fromText,
        to: toText,
        ...query
      } = request.query;
      const page = parsePage(query, isAuditPosition);
      if (!page.ok) return sendProblem(request, reply, page);
      const from = parseTime('from', fromText, parseStartInstant);
      if (!from.ok) return sendProblem(request, reply, from);
      const to = parseTime('to', toText, parseEndInstant);
      if (!to.ok) return sendProblem(request, reply, to);
      const filter = { action, target, actor, license, from: from.value, to: to.value };
      const entries = await readPage(page.value, {
        read: (wanted) => listAuditEntries(store.db, account.id, filter, wanted),
        toItem: toEntry,
        toPosition: ({ at, chain, seq }) => [at, chain, seq],
      });
      return reply.send(entries);
    },
  );
}

function parseTime(
  field: string,
  text: string | undefined,
  parse: (text: string) => EpochSeconds | undefined,
): Outcome<EpochSeconds | undefined> {
  const time = text === undefined ? undefined : parse(text);
  return time === undefined && text !== undefined
    ? fail('invalid_date', 'Send the time in the form 2026-12-30T13:02:38Z, with a zone.', field)
    : succeed(time);
}

function isAuditPosition(position: Position): position is AuditPosition {
  const [at, chain, seq] = position;
  const isPlace =
    Number.isSafeInteger(at) && typeof chain === 'string' && Number.isSafeInteger(seq);
  return position.length === 3 && isPlace;
}

function toEntry(row: AuditEntryRow): Static<typeof Entry> {
  const { chain, seq: sequence, at, actor, action, target, product, details } = row;
  return {
    chain,
    sequence,
    at: formatInstant(at),
    actor,
    action,
    target,
    ...(product !== null && { product }),
    details: parseDetails(details),
  };
}
