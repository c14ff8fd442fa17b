import { Type } from 'typebox';
import type { App } from '../../http/app.js';
import { callerOf } from '../../http/authenticate.js';
import { ComparedText, FileBase64, ProductName, PublicKeyText } from '../../http/fields.js';
import { describeOperation } from '../../http/operation.js';
import { sendOutcome } from '../../http/send-outcome.js';
import type { Context } from '../../services/context.js';
import { validateNetworkLicense } from '../../services/validation/validate-network-license.js';
import { v5Paths } from './paths.js';

const Expected = (description: string) =>
  Type.String({
    minLength: 1,
    maxLength: 64,
    format: 'date-time',
    description,
    examples: ['2026-12-30T13:02:38Z'],
  });

const body = Type.Object({
  serverpath: ComparedText(
    'Path of the license server: compared, never opened',
    1024,
    'C:/ProgramData/Server/Path',
    1,
  ),
  networkLicenseFile: FileBase64(),
  numberoflicenses: Type.Optional(
    Type.Integer({
      minimum: -2_147_483_648,
      maximum: 2_147_483_647,
      description: 'Seats that the license is expected to have',
    }),
  ),
  programid: Type.Optional(ProductName('Code of the product that it is expected to be for')),
  serialnumber: Type.Optional(ComparedText('Serial number that it is to have', 128, 'SERIAL12345')),
  validfrom: Type.Optional(Expected('Start that it is expected to have')),
  validto: Type.Optional(Expected('End that it is expected to have, exclusive')),
  publickey: Type.Optional(PublicKeyText()),
});

const answer = Type.Object({ valid: Type.Boolean() });

/** Operation 5: tells whether a license file is good for a license server. */
export function addValidateNetworkLicense(app: App, context: Context): void {
  const operation = describeOperation({
    id: 'validateNetworkLicense',
    tag: 'LicenseVal',
    summary: 'Validate a network license',
    answer,
  });
  app.post(
    v5Paths.validateNetworkLicense,
    { schema: { ...operation, body }, config: { scope: 'client', foldsFieldNames: true } },
    async (request, reply) => {
      const outcome = await validateNetworkLicense(context, callerOf(request), request.body);
      return sendOutcome(request, reply, outcome, (validity) => validity);
    },
  );
}
