import { Type } from 'typebox';
import type { App } from '../../http/app.js';
import { callerOf } from '../../http/authenticate.js';
import {
  DomainKeyText,
  DomainText,
  FileBase64,
  ProductName,
  PublicKeyText,
} from '../../http/fields.js';
import { describeOperation } from '../../http/operation.js';
import { sendOutcome } from '../../http/send-outcome.js';
import type { Context } from '../../services/context.js';
import { validateDomainLicense } from '../../services/validation/validate-domain-license.js';
import { v5Paths } from './paths.js';

const body = Type.Object({
  scriptname: ProductName(),
  domainname: DomainText('Host name that the license is used for'),
  domainkey: DomainKeyText(),
  publickey: Type.Optional(PublicKeyText()),
  webLicenseFile: FileBase64(),
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
