import { formatInstant } from '@licet/core';
import { Type, type Static } from 'typebox';
import type { SeatRow } from '../../db/tables.js';
import type { App } from '../../http/app.js';
import { callerOf } from '../../http/authenticate.js';
import { examples } from '../../http/examples.js';
import { IdentifierText, Instant, SerialText } from '../../http/fields.js';
import { describeOperation } from '../../http/operation.js';
import { runOnce } from '../../http/run-once.js';
import { sendOutcome } from '../../http/send-outcome.js';
import type { Context } from '../../services/context.js';
import { borrowLease, type BorrowedLease } from '../../services/leases/borrow-lease.js';
import { checkoutLease, defaultTtlSeconds } from '../../services/leases/checkout-lease.js';
import { heartbeatLease } from '../../services/leases/heartbeat-lease.js';
import { releaseLease, type ReleasedLease } from '../../services/leases/release-lease.js';
import { v1Paths } from './paths.js';

const tag = 'Leases';
const config = { scope: 'client' } as const;
const params = Type.Object({ id: Type.String({ examples: [examples.leaseId] }) });
const closed = { additionalProperties: false } as const;

const ttlSeconds = Type.Optional(
  Type.Integer({
    minimum: 1,
    maximum: 86_400,
    default: defaultTtlSeconds,
    description: 'Seconds until the next heartbeat is due',
    examples: [defaultTtlSeconds],
  }),
);
const generation = Type.Integer({
  minimum: 1,
  maximum: Number.MAX_SAFE_INTEGER,
  description: 'As the checkout answered',
  examples: [1],
});

const checkout = Type.Object(
  {
    licenseId: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 128,
        description: 'Id of a network or token license; or its serial, one of the two',
        examples: [examples.licenseId],
      }),
    ),
    serial: Type.Optional(SerialText()),
    holder: IdentifierText('Who takes the seat: the same holder has one seat'),
    ttlSeconds,
  },
  {
    ...closed,
    examples: [{ serial: examples.importedSerial, holder: examples.identifier, ttlSeconds: 600 }],
  },
);
const heartbeat = Type.Object({ generation, ttlSeconds }, closed);
const release = Type.Object({ generation }, closed);
const borrow = Type.Object(
  {
    generation,
    days: Type.Integer({ minimum: 1, maximum: 90, description: 'Days from now', examples: [7] }),
  },
  closed,
);

const lease = {
  id: Type.String({ description: 'Known to its holder alone', examples: [examples.leaseId] }),
  licenseId: Type.String({ examples: [examples.licenseId] }),
  holder: Type.String({ examples: [examples.identifier] }),
  seat: Type.Integer({ description: 'Number of the seat, from 0', examples: [0] }),
  generation,
  expiresAt: Instant('The seat is free from then on'),
};
const Lease = Type.Object(lease);
const Borrowed = Type.Object({
  ...lease,
  document: Type.String({
    description: 'The proof (lease+jwt), verified offline',
    examples: [examples.jws],
  }),
});
const Released = Type.Object({
  id: Type.String({ examples: [examples.leaseId] }),
  released: Type.Literal(true),
});

const licenseFaults = [
  'license_revoked',
  'license_suspended',
  'license_not_yet_valid',
  'license_expired',
] as const;

/** `/v1/leases`: seats that are taken for as long as their holders give signs of life. */
export function addLeases(app: App, context: Context): void {
  addCheckout(app, context);
  addHeartbeat(app, context);
  addRelease(app, context);
  addBorrowing(app, context);
}

function addCheckout(app: App, context: Context): void {
  const operation = describeOperation({
    id: 'checkoutLease',
    tag,
    summary: 'Check a seat out',
    description:
      'Of a license that counts its seats. The same holder again prolongs the lease that it has. Without a heartbeat in time the seat is free for others.',
    isWrite: true,
    status: 201,
    answer: Lease,
    codes: ['license_not_found', 'wrong_license_kind', 'no_seat_free', ...licenseFaults],
  });
  app.post(
    v1Paths.leases,
    { schema: { ...operation, body: checkout }, config },
    async (request, reply) => {
      const outcome = await runOnce<SeatRow>(context, request, (commit) =>
        checkoutLease(context, callerOf(request), request.body, commit),
      );
      if (outcome.ok) reply.code(201);
      return sendOutcome(request, reply, outcome, toLease);
    },
  );
}

function addHeartbeat(app: App, context: Context): void {
  const operation = describeOperation({
    id: 'heartbeatLease',
    tag,
    summary: 'Prolong a lease',
    description: 'From now on, and never to an earlier end than it has.',
    isWrite: true,
    answer: Lease,
    codes: ['lease_lost', ...licenseFaults],
  });
  app.post(
    v1Paths.leaseAction('heartbeat'),
    { schema: { ...operation, params, body: heartbeat }, config },
    async (request, reply) => {
      const order = { ...request.params, ...request.body };
      const outcome = await runOnce<SeatRow>(context, request, (commit) =>
        heartbeatLease(context, callerOf(request), order, commit),
      );
      return sendOutcome(request, reply, outcome, toLease);
    },
  );
}

function addRelease(app: App, context: Context): void {
  const operation = describeOperation({
    id: 'releaseLease',
    tag,
    summary: 'Give a seat back',
    description:
      'A lease that was lost, or given back before, is answered alike. A seat that a token license has too stays with it until that ends.',
    isWrite: true,
    answer: Released,
    codes: ['lease_borrowed'],
  });
  app.post(
    v1Paths.leaseAction('release'),
    { schema: { ...operation, params, body: release }, config },
    async (request, reply) => {
      const order = { ...request.params, ...request.body };
      const outcome = await runOnce<ReleasedLease>(context, request, (commit) =>
        releaseLease(context, callerOf(request), order, commit),
      );
      return sendOutcome(request, reply, outcome, (released) => released);
    },
  );
}

function addBorrowing(app: App, context: Context): void {
  const operation = describeOperation({
    id: 'borrowLease',
    tag,
    summary: 'Borrow a seat for days without a connection',
    description: 'Nobody else gets the seat until then, and it cannot be given back earlier.',
    isWrite: true,
    status: 201,
    answer: Borrowed,
    codes: ['license_too_large', 'lease_lost', 'no_seat_free', ...licenseFaults],
  });
  app.post(
    v1Paths.leaseAction('borrow'),
    { schema: { ...operation, params, body: borrow }, config },
    async (request, reply) => {
      const order = { ...request.params, ...request.body };
      const outcome = await runOnce<BorrowedLease>(context, request, (commit) =>
        borrowLease(context, callerOf(request), order, commit),
      );
      if (outcome.ok) reply.code(201);
      return sendOutcome(request, reply, outcome, ({ seat, document }) => ({
        ...toLease(seat),
        document,
      }));
    },
  );
}

function toLease(row: SeatRow): Static<typeof Lease> {
  return {
    id: row.lease_id,
    licenseId: row.license_id,
    holder: row.holder,
    seat: row.seat,
    generation: row.generation,
    expiresAt: formatInstant(row.ends_at),
  };
}
