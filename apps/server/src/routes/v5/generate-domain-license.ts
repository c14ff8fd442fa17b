import { Type } from 'typebox';
import type { App } from '../../http/app.js';
import { callerOf } from '../../http/authenticate.js';
import { DomainKeyText, DomainText, ProductName } from '../../http/fields.js';
import { describeOperation } from '../../http/operation.js';
import { runOnce } from '../../http/run-once.js';
import { sendOutcome } from '../../http/send-outcome.js';
import type { Context } from '../../services/context.js';
import {
  generateDomainLicense,
  type GeneratedLicense,
} from '../../services/licenses/generate-domain-license.js';
import { v5Paths } from './paths.js';

const body = Type.Object({
  scriptname: ProductName(),
  domainname: DomainText('Domain to license; *.example.com for all names one label below it'),
  domainkey: DomainKeyText(),
});

const answer = Type.Object({ fileName: Type.String({ examples: ['license.dat'] }) });

/** Operation 1: creates the license of a domain key. */
export function addGenerateDomainLicense(app: App, context: Context): void {
  const operation = describeOperation({
    id: 'generateDomainLicense',
    tag: 'LicenseGen',
    summary: 'Generate a domain license',
    isWrite: true,
    answer,
    codes: [
      'invalid_domain',
      'public_suffix',
      'license_too_large',
      'product_not_found',
      'key_in_use',
      'license_revoked',
      'license_suspended',
    ],
  });
  app.post(
    v5Paths.generateDomainLicense,
    { schema: { ...operation, body }, config: { scope: 'issue', foldsFieldNames: true } },
    async (request, reply) => {
      const outcome = await runOnce<GeneratedLicense>(context, request, (commit) =>
        generateDomainLicense(context, callerOf(request), request.body, commit),
      );
      return sendOutcome(request, reply, outcome, () => ({ fileName: 'license.dat' }));
    },
  );
}
