import { formatInstant } from '@licet/core';
import { Type, type Static } from 'typebox';
import { findLicenseById } from '../../db/licenses.js';
import { listSeats } from '../../db/seats.js';
import type { SeatRow } from '../../db/tables.js';
import type { App } from '../../http/app.js';
import { callerOf } from '../../http/authenticate.js';
import { Instant } from '../../http/fields.js';
import { describeOperation } from '../../http/operation.js';
import { pageQuery, PageOf, parsePage, toPage, type Position } from '../../http/paging.js';
import { sendProblem } from '../../http/send-problem.js';
import { fail } from '../../problems.js';
import type { Context } from '../../services/context.js';
import { v1Paths } from './paths.js';

const Seat = Type.Object({
  seat: Type.Integer(),
  holder: Type.String(),
  kind: Type.Enum(['token', 'lease', 'borrowed']),
  leaseId: Type.String(),
  generation: Type.Integer(),
  takenAt: Instant('Since when'),
  endsAt: Instant('Until when, exclusive'),
});

/** `/v1/licenses/:id/seats`: who holds a seat now. */
export function addSeats(app: App, { store, account }: Context): void {
  const operation = describeOperation({
    id: 'listSeats',
    tag: 'Licenses',
    summary: 'List the seats in use',
    answer: PageOf(Seat),
  });
  const querystring = Type.Object({ ...pageQuery }, { additionalProperties: false });
  const params = Type.Object({ id: Type.String() });
  app.get(
    v1Paths.licenseSeats,
    { schema: { ...operation, params, querystring }, config: { scope: 'issue' } },
    async (request, reply) => {
      const { id } = request.params;
      const page = parsePage(request.query, isSeatPosition);
      if (!page.ok) return sendProblem(request, reply, page);
      if (!(await findLicenseById(store.db, callerOf(request), id))) {
        return sendProblem(request, reply, notFound);
      }
      const { limit, after } = page.value;
      const wanted = { limit: limit + 1, after };
      const rows = await listSeats(store.db, account.id, id, store.now(), wanted);
      return reply.send(toPage(rows, limit, toSeat, ({ seat }) => [seat]));
    },
  );
}

const notFound = fail('license_not_found', 'Check the id of the license.');

function isSeatPosition(position: Position): position is readonly [number] {
  return position.length === 1 && Number.isSafeInteger(position[0]);
}

function toSeat(row: SeatRow): Static<typeof Seat> {
  const { seat, holder, kind, generation } = row;
  return {
    seat,
    holder,
    kind,
    leaseId: row.lease_id,
    generation,
    takenAt: formatInstant(row.taken_at),
    endsAt: formatInstant(row.ends_at),
  };
}
