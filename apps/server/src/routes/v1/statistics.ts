import { formatInstant } from '@licet/core';
import { Type, type Static } from 'typebox';
import { standings } from '../../db/license-lists.js';
import type { App } from '../../http/app.js';
import { callerOf } from '../../http/authenticate.js';
import { describeOperation } from '../../http/operation.js';
import type { Context } from '../../services/context.js';
import { readStatistics, type Statistics } from '../../services/statistics/read-statistics.js';
import { kinds, states } from './license-view.js';
import { v1Paths } from './paths.js';

const Count = Type.Integer({ examples: [12] });
const countsOf = <Name extends string>(names: readonly Name[]) =>
  Type.Object(Object.fromEntries(names.map((name) => [name, Count])) as Record<Name, typeof Count>);

const day = Type.String({ format: 'date', examples: ['2026-12-30'] });
const Days = (description: string) =>
  Type.Array(Type.Object({ day, count: Count }), {
    description: `${description}; days (UTC) without any are left out`,
  });

const answer = Type.Object({
  licenses: Type.Object({
    total: Count,
    byState: countsOf(states),
    byKind: countsOf(kinds),
    byStanding: countsOf(standings),
  }),
  expiring: Days('Active licenses that end in the next 90 days'),
  activations: Days('New machines and persons of the last 90 days'),
  refusals: Type.Array(
    Type.Object({ day, code: Type.String({ examples: ['expired'] }), count: Count }),
    {
      description: 'What was validated and is not valid, in the last 90 days, by its reason',
    },
  ),
  seatsInUse: Type.Integer({ description: 'Seats that are taken now', examples: [3] }),
});

/** `/v1/statistics`: all of it in numbers. */
export function addStatistics(app: App, context: Context): void {
  const operation = describeOperation({
    id: 'readStatistics',
    tag: 'Statistics',
    summary: 'Count licenses, ends, activations, refusals and seats',
    answer,
  });
  app.get(
    v1Paths.statistics,
    { schema: operation, config: { scope: 'issue' } },
    async (request, reply) => {
      const statistics = await readStatistics(context, callerOf(request));
      return reply.send(toAnswer(statistics));
    },
  );
}

function toAnswer(statistics: Statistics): Static<typeof answer> {
  return {
    ...statistics,
    expiring: statistics.expiring.map(withDate),
    activations: statistics.activations.map(withDate),
    refusals: statistics.refusals.map(withDate),
  };
}

function withDate<T extends { readonly day: number }>(count: T): Omit<T, 'day'> & { day: string } {
  return { ...count, day: formatInstant(count.day * 86_400).slice(0, 10) };
}
