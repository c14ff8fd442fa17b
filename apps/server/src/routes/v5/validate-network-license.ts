import { Type } from 'typebox';
import type { App } from '../../http/app.js';
import { callerOf } from '../../http/authenticate.js';
import { examples } from '../../http/examples.js';
import {
  ComparedText,
  FileBase64,
  Int32,
  PrintableText,
  ProductName,
  PublicKeyText,
} from '../../http/fields.js';
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
    examples: [examples.instant],
  });

const body = Type.Object({
  serverpath: PrintableText(
    'Path of the license server: compared, never opened',
    1024,
    examples.serverPath,
  ),
  networkLicenseFile: FileBase64(),
  numberoflicenses: Type.Optional(Int32('Seats that the license is expected to have', 5)),
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
    description:
      'The file has to be signed by us, for this server, not replaced by less, and its license in force; each expectation that is sent has to be met too.',
    answer,
    codes: ['invalid_date'],
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
