import cors from 'cors';
import type { IncomingMessage } from 'node:http';
import type { GateOptions } from '@licet/core';
import { nanoseconds } from '../format.js';
import { measureBy, type OpenGuard } from '../in-process/guard.js';
import { callMiddleware, callNext, toExpressExchange } from '../in-process/express-guard.js';
import { guards } from '../in-process/guards.js';
import { openConnection } from '../incoming-request.js';
import { makeLicenses } from '../licenses.js';
import { passTime } from '../pass-time.js';
import type { Line, Plan, Row } from '../row.js';
import { runRounds } from '../run-rounds.js';
import { above, ratio } from '../spread.js';

/** P6: what each guard adds to a request to the licensed host, beside what another everyday layer adds to Express. */
export const guardInProcessRow: Row = {
  id: 'P6',
  measure: async (plan) => {
    const { texts, product, host, root } = await makeLicenses(3072, 1);
    const connection = await openConnection();
    const makeRequest = (): IncomingMessage => connection.makeRequest(host);
    const lines: Line[] = [];
    for (const [name, open] of guards) {
      const options = { license: texts.join(''), product, publicKeys: root.pem };
      lines.push(await measureGuard(name, open, options, makeRequest, plan));
    }
    connection.close();
    return lines;
  },
};

const measureCors = measureBy(passTime, {
  toExchange: toExpressExchange,
  guard: callMiddleware(cors()),
  noop: callNext,
});

async function measureGuard(
  name: string,
  open: OpenGuard,
  options: GateOptions,
  makeRequest: () => IncomingMessage,
  { rounds, sliceMilliseconds }: Plan,
): Promise<Line> {
  const guard = await open(options);
  const samples = await runRounds(
    {
      guard: guard.measure('guard', makeRequest, sliceMilliseconds),
      noop: guard.measure('noop', makeRequest, sliceMilliseconds),
      cors: measureCors('guard', makeRequest, sliceMilliseconds),
      control: measureCors('guard', makeRequest, sliceMilliseconds),
      corsNoop: measureCors('noop', makeRequest, sliceMilliseconds),
    },
    rounds,
  );
  await guard.close();
  const added = {
    guard: above(samples.guard, samples.noop),
    cors: above(samples.cors, samples.corsNoop),
    control: above(samples.control, samples.corsNoop),
  };
  return {
    work: `guard in process, licensed host, ${name}`,
    ours: nanoseconds(added.guard),
    reference: `cors() ${nanoseconds(added.cors)}`,
    measured: ratio(added.guard, added.cors),
    unit: 'x',
    atMost: 0.6,
    control: ratio(added.control, added.cors),
  };
}
