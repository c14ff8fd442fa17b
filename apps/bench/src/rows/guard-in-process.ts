import { licenseGate } from '@licet/express';
import cors from 'cors';
import type { RequestHandler } from 'express';
import { nanoseconds } from '../format.js';
import { openConnection } from '../incoming-request.js';
import { makeLicenses } from '../licenses.js';
import { passTime } from '../pass-time.js';
import type { Row } from '../row.js';
import { runRounds, type Measure } from '../run-rounds.js';
import { above, ratio } from '../spread.js';

/** P6: what the guard adds to a request to the licensed host, beside what another everyday layer adds. */
export const guardInProcessRow: Row = {
  id: 'P6',
  measure: async ({ rounds, sliceMilliseconds }) => {
    const { texts, product, host, root } = await makeLicenses(3072, 1);
    const connection = await openConnection();
    const measure = (layer: RequestHandler): Measure =>
      passTime(
        {
          prepare: () => connection.makeExchange(host),
          run: ({ request, response }) => layer(request, response, goOn),
        },
        sliceMilliseconds,
      );
    const guard = licenseGate({ license: texts.join(''), product, publicKeys: root.pem });
    const samples = await runRounds(
      {
        guard: measure(guard),
        cors: measure(cors()),
        control: measure(cors()),
        noop: measure(noop),
      },
      rounds,
    );
    connection.close();
    guard.close();
    const added = {
      guard: above(samples.guard, samples.noop),
      cors: above(samples.cors, samples.noop),
      control: above(samples.control, samples.noop),
    };
    return [
      {
        work: 'guard in process, licensed host',
        ours: nanoseconds(added.guard),
        reference: `cors() ${nanoseconds(added.cors)}`,
        measured: ratio(added.guard, added.cors),
        unit: 'x',
        atMost: 0.6,
        control: ratio(added.control, added.cors),
      },
    ];
  },
};

const goOn = (): void => undefined;
const noop: RequestHandler = (_request, _response, next) => next();
