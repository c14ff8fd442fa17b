import { Type } from 'typebox';
import type { License } from '../../db/licenses.js';
import type { App } from '../../http/app.js';
import { callerOf } from '../../http/authenticate.js';
import { DomainKeyText } from '../../http/fields.js';
import { describeOperation } from '../../http/operation.js';
import { runOnce } from '../../http/run-once.js';
import { sendProblem } from '../../http/send-problem.js';
import type { Context } from '../../services/context.js';
import { renewDomainLicense } from '../../services/licenses/renew-domain-license.js';
import { v5Paths } from './paths.js';

const body = Type.Object({
  domainKey: DomainKeyText(),
  newValidToDate: Type.String({
    minLength: 1,
    maxLength: 64,
    format: 'date-time',
    description: 'New end, exclusive; a date alone includes that day',
    examples: ['2026-12-30T13:02:38.0677627Z'],
  }),
});

/** Operation 3: moves the end of a license. */
export function addRenewDomainLicense(app: App, context: Context): void {
  const operation = describeOperation({
    id: 'renewDomainLicense',
    tag: 'LicenseUpdate',
    summary: 'Renew a domain license',
    isWrite: true,
    mediaType: 'text/plain',
    answer: Type.String({ examples: ['License renewed successfully'] }),
    codes: [
      'invalid_date',
      'date_not_in_future',
      'license_too_large',
      'license_not_found',
      'license_revoked',
      'permanent_license',
      'date_before_current_end',
    ],
  });
  app.post(
    v5Paths.renewDomainLicense,
    { schema: { ...operation, body }, config: { scope: 'issue', foldsFieldNames: true } },
    async (request, reply) => {
      const outcome = await runOnce<License>(context, request, (commit) =>
        renewDomainLicense(context, callerOf(request), request.body, commit),
      );
      return outcome.ok
        ? reply.type('text/plain; charset=utf-8').send('License renewed successfully')
        : sendProblem(request, reply, outcome);
    },
  );
}
