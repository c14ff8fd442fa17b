import { Type } from 'typebox';
import type { App } from '../../http/app.js';
import { callerOf } from '../../http/authenticate.js';
import { DomainKeyText } from '../../http/fields.js';
import { describeOperation } from '../../http/operation.js';
import { sendOutcome } from '../../http/send-outcome.js';
import type { Context } from '../../services/context.js';
import { checkLicenseStatus } from '../../services/licenses/check-license-status.js';
import { v5Paths } from './paths.js';

const body = Type.Object({ domainKey: DomainKeyText() });

const answer = Type.Object({
  valid: Type.Boolean(),
  message: Type.String({ examples: ['Permanent License detected. No expiration date set.'] }),
});

/** Operation 2: tells how the license of a domain key stands. */
export function addCheckLicenseStatus(app: App, context: Context): void {
  const operation = describeOperation({
    id: 'checkLicenseStatus',
    tag: 'LicenseGen',
    summary: 'Check the status of a license',
    answer,
  });
  app.post(
    v5Paths.checkLicenseStatus,
    { schema: { ...operation, body }, config: { scope: 'client', foldsFieldNames: true } },
    async (request, reply) => {
      const { domainKey } = request.body;
      const outcome = await checkLicenseStatus(context, callerOf(request), domainKey);
      return sendOutcome(request, reply, outcome, (status) => status);
    },
  );
}
