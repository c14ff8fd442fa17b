import { Type } from 'typebox';
import type { License } from '../../db/licenses.js';
import type { App } from '../../http/app.js';
import { callerOf } from '../../http/authenticate.js';
import { ProductName } from '../../http/fields.js';
import { describeOperation } from '../../http/operation.js';
import { runOnce } from '../../http/run-once.js';
import { sendOutcome } from '../../http/send-outcome.js';
import type { Context } from '../../services/context.js';
import { createSerials } from '../../services/licenses/create-serials.js';
import { LicenseView, toLicense } from './license-view.js';
import { v1Paths } from './paths.js';
import { newTerms, Seats } from './terms-schemas.js';

const draft = Type.Object(
  {
    product: ProductName(),
    count: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 1000,
        description: 'How many; 1 by default',
        examples: [10],
      }),
    ),
    seats: Seats,
    ...newTerms,
  },
  { additionalProperties: false },
);

/** `/v1/serials`: token licenses, many at once. */
export function addSerials(app: App, context: Context): void {
  const operation = describeOperation({
    id: 'createSerials',
    tag: 'Serials',
    summary: 'Make serial numbers, each a token license',
    isWrite: true,
    status: 201,
    answer: Type.Object({ items: Type.Array(LicenseView) }),
    codes: ['product_not_found', 'invalid_date', 'date_not_in_future', 'license_too_large'],
  });
  app.post(
    v1Paths.serials,
    { schema: { ...operation, body: draft }, config: { scope: 'issue' } },
    async (request, reply) => {
      const outcome = await runOnce<readonly License[]>(context, request, (commit) =>
        createSerials(context, callerOf(request), request.body, commit),
      );
      if (outcome.ok) reply.code(201);
      return sendOutcome(request, reply, outcome, (licenses) => ({
        items: licenses.map((license) => toLicense(license, outcome.at)),
      }));
    },
  );
}
