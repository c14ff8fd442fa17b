import { Type } from 'typebox';
import type { App } from '../../http/app.js';
import { callerOf } from '../../http/authenticate.js';
import { DomainKeyText, DomainText, ProductName } from '../../http/fields.js';
import { examples } from '../../http/examples.js';
import { describeOperation } from '../../http/operation.js';
import { sendOutcome } from '../../http/send-outcome.js';
import type { Context } from '../../services/context.js';
import { validateDomainLicense } from '../../services/licenses/validate-domain-license.js';
import { v5Paths } from './paths.js';

const body = Type.Object({
  scriptname: ProductName(),
  domainname: DomainText('Host name that the license is used for'),
  domainkey: DomainKeyText(),
  publickey: Type.Optional(
    Type.String({
      maxLength: 4096,
      description: 'RSAKeyValue XML or PEM; it must be one of our public keys',
      examples: [examples.xml],
    }),
  ),
  webLicenseFile: Type.String({
    minLength: 1,
    maxLength: 32_768,
    format: 'byte',
    description: 'Base64 of the license file',
    examples: [examples.file],
  }),
});

const answer = Type.Object({ valid: Type.Boolean() });

/** Operation 6: tells whether a license file is good for a domain. */
export function addValidateDomainLicense(app: App, context: Context): void {
  const operation = describeOperation({
    id: 'validateDomainLicense',
    tag: 'LicenseVal',
    summary: 'Validate a domain license',
    answer,
  });
  app.post(
    v5Paths.validateDomainLicense,
    { schema: { ...operation, body }, config: { scope: 'client', foldsFieldNames: true } },
    async (request, reply) => {
      const outcome = await validateDomainLicense(context, callerOf(request), request.body);
      return sendOutcome(request, reply, outcome, (validity) => validity);
    },
  );
}
