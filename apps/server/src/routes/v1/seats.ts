import { formatInstant, type EpochSeconds } from '@licet/core';
import { Type, type Static } from 'typebox';
import { kindOfSeat } from '../../db/seat-proofs.js';
import { listSeats } from '../../db/seats.js';
import type { SeatRow } from '../../db/tables.js';
import type { App } from '../../http/app.js';
import { callerOf } from '../../http/authenticate.js';
import { examples } from '../../http/examples.js';
import { Instant } from '../../http/fields.js';
import { describeOperation } from '../../http/operation.js';
import { pageQuery, PageOf, parsePage, readPage, type Position } from '../../http/paging.js';
import { sendProblem } from '../../http/send-problem.js';
import type { Context } from '../../services/context.js';
import { findLicense } from '../../services/licenses/change-license.js';
import { licenseParams } from './license-view.js';
import { v1Paths } from './paths.js';

const Seat = Type.Object({
  seat: Type.Integer({ description: 'Number of the seat, from 0', examples: [0] }),
  holder: Type.String({ description: 'Who has it', examples: [examples.identifier] }),
  kind: Type.Enum(['token', 'lease', 'borrowed'], {
    description:
      'By a bound token license or a borrowed lease as long as its document counts, else by a lease',
  }),
  leaseId: Type.String({ examples: [examples.leaseId] }),
  generation: Type.Integer({ description: 'Counts the holders of the seat', examples: [1] }),
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
    codes: ['license_not_found'],
  });
  const querystring = Type.Object({ ...pageQuery }, { additionalProperties: false });
  app.get(
    v1Paths.licenseSeats,
    { schema: { ...operation, params: licenseParams, querystring }, config: { scope: 'issue' } },
    async (request, reply) => {
      const { id } = request.params;
      const page = parsePage(request.query, isSeatPosition);
      if (!page.ok) return sendProblem(request, reply, page);
      const license = await findLicense(store.db, callerOf(request), id);
      if (!license.ok) return sendProblem(request, reply, license);
      const now = store.now();
      const seats = await readPage(page.value, {
        read: (wanted) => listSeats(store.db, account.id, id, now, wanted),
        toItem: (row) => toSeat(row, now),
        toPosition: ({ seat }) => [seat],
      });
      return reply.send(seats);
    },
  );
}

function isSeatPosition(position: Position): position is readonly [number] {
  const [seat] = position;
  return position.length === 1 && Number.isInteger(seat) && Math.abs(Number(seat)) < 2 ** 31;
}

function toSeat(row: SeatRow, now: EpochSeconds): Static<typeof Seat> {
  const { seat, holder, generation } = row;
  return {
    seat,
    holder,
    kind: kindOfSeat(row, now),
    leaseId: row.lease_id,
    generation,
    takenAt: formatInstant(row.taken_at),
    endsAt: formatInstant(row.ends_at),
  };
}
