import { encodeBase64 } from '@licet/core';
import { Type } from 'typebox';
import type { App } from '../../http/app.js';
import { callerOf } from '../../http/authenticate.js';
import { DomainKeyText, DomainText, ProductName } from '../../http/fields.js';
import { examples } from '../../http/examples.js';
import { describeOperation } from '../../http/operation.js';
import { sendOutcome } from '../../http/send-outcome.js';
import type { Context } from '../../services/context.js';
import { activateDomainLicense } from '../../services/licenses/activate-domain-license.js';
import { v5Paths } from './paths.js';

const body = Type.Object({
  scriptName: ProductName(),
  domainName: DomainText('Host name of the installation'),
  domainKey: DomainKeyText(),
});

const answer = Type.Object({
  status: Type.Literal('success'),
  licenseFileBase64: Type.String({ format: 'byte', examples: [examples.file] }),
  licenseFileName: Type.String({ examples: ['licensefilename.lic'] }),
});

/** Operation 7: hands an installation its license file. */
export function addActivateDomainLicense(app: App, context: Context): void {
  const operation = describeOperation({
    id: 'activateDomainLicense',
    tag: 'LicenseWeb',
    summary: 'Fetch the license file of a domain',
    answer,
    codes: [
      'invalid_domain',
      'license_not_found',
      'license_revoked',
      'license_suspended',
      'license_file_burnt',
    ],
  });
  app.post(
    v5Paths.activateDomainLicense,
    { schema: { ...operation, body }, config: { scope: 'client', foldsFieldNames: true } },
    async (request, reply) => {
      const outcome = await activateDomainLicense(context, callerOf(request), request.body);
      return sendOutcome(request, reply, outcome, ({ bytes, license_id }) => ({
        status: 'success',
        licenseFileBase64: encodeBase64(bytes),
        licenseFileName: `${license_id}.lic`,
      }));
    },
  );
}
