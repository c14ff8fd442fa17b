import { formatInstant } from '@licet/core';
import { Type, type Static } from 'typebox';
import type { SeatRow } from '../../db/tables.js';
import type { App } from '../../http/app.js';
import { callerOf } from '../../http/authenticate.js';
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
const params = Type.Object({ id: Type.String() });
const closed = { additionalProperties: false } as const;

const ttlSeconds = Type.Optional(
  Type.Integer({
    minimum: 60,
    maximum: 86_400,
    default: defaultTtlSeconds,
    description: 'Seconds until the next heartbeat is due',
  }),
);
const generation = Type.Integer({
  minimum: 1,
  maximum: Number.MAX_SAFE_INTEGER,
  description: 'As the checkout answered',
});

const checkout = Type.Object(
  {
    licenseId: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
    serial: Type.Optional(SerialText()),
    holder: IdentifierText('Who takes the seat: the same holder has one seat'),
    ttlSeconds,
  },
  closed,
);
const heartbeat = Type.Object({ generation, ttlSeconds }, closed);
const release = Type.Object({ generation }, closed);
const borrow = Type.Object(
  { generation, days: Type.Integer({ minimum: 1, maximum: 90, description: 'Days from now' }) },
  closed,
);

const lease = {
  id: Type.String(),
  licenseId: Type.String(),
  holder: Type.String(),
  seat: Type.Integer({ description: 'Number of the seat, from 0' }),
  generation,
  expiresAt: Instant('The seat is free from then on'),
};
const Lease = Type.Object(lease);
const Borrowed = Type.Object({
  ...lease,
  document: Type.String({ description: 'The proof (lease+jwt), verified offline' }),
});
const Released = Type.Object({ id: Type.String(), released: Type.Literal(true) });

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
    isWrite: true,
    status: 201,
    answer: Lease,
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
    isWrite: true,
    answer: Lease,
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
    isWrite: true,
    answer: Released,
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
    isWrite: true,
    status: 201,
    answer: Borrowed,
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
