import { Type } from 'typebox';
import type { App } from '../../http/app.js';
import { TokenLicenseText } from '../../http/fields.js';
import { describeOperation } from '../../http/operation.js';
import { sendOutcome } from '../../http/send-outcome.js';
import type { Context } from '../../services/context.js';
import { checkMaintenancePlan } from '../../services/token-licenses/check-maintenance-plan.js';
import { v5Paths } from './paths.js';

const body = Type.Object({ generatedToken: TokenLicenseText('A token license') });

const answer = Type.Object({
  maintenancePlanSupported: Type.Boolean({ description: 'Whether plans are sold for the product' }),
  hasMaintenancePlan: Type.Union([Type.Boolean(), Type.Null()], {
    description: 'null where plans are not sold',
  }),
});

/** Operation 13: tells whether a token license has a maintenance plan. */
export function addCheckMaintenancePlan(app: App, context: Context): void {
  const operation = describeOperation({
    id: 'checkMaintenancePlan',
    tag: 'TokenLicense',
    summary: 'Check the maintenance plan of a token license',
    description: 'As the token says it: its end and the state of its license do not matter here.',
    answer,
    codes: ['invalid_token'],
  });
  app.post(
    v5Paths.checkMaintenancePlan,
    { schema: { ...operation, body }, config: { scope: 'client', foldsFieldNames: true } },
    async (request, reply) => {
      const outcome = await checkMaintenancePlan(context, request.body.generatedToken);
      return sendOutcome(request, reply, outcome, ({ isSupported, hasPlan }) => ({
        maintenancePlanSupported: isSupported,
        hasMaintenancePlan: hasPlan ?? null,
      }));
    },
  );
}
