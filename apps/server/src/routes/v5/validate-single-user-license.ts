import { Type } from 'typebox';
import type { App } from '../../http/app.js';
import { callerOf } from '../../http/authenticate.js';
import { examples } from '../../http/examples.js';
import { ComparedText, FileBase64, PublicKeyText } from '../../http/fields.js';
import { describeOperation } from '../../http/operation.js';
import type { JsonBody } from '../../http/parse-body.js';
import { sendOutcome } from '../../http/send-outcome.js';
import type { Context } from '../../services/context.js';
import { validateSingleUserLicense } from '../../services/validation/validate-single-user-license.js';
import { v5Paths } from './paths.js';

const members = {
  licenseFileContent: Type.Optional(FileBase64()),
  computerID: Type.Optional(ComparedText('Machine', 200, examples.computerId)),
  serialKey: Type.Optional(ComparedText('Serial number', 128, examples.serial)),
  activationcode: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 32_768,
      description: 'Activation code, as pasted',
      examples: [examples.jws],
    }),
  ),
  publickey: Type.Optional(PublicKeyText()),
  licenseHashCode: Type.Optional(
    ComparedText('SHA-256 of the file in hexadecimal; empty or "/" when not given', 128, '/'),
  ),
  siteCode: Type.Optional(ComparedText('Machine, by its site code', 200, examples.siteCode)),
  activationkey: Type.Optional(
    Type.Boolean({ description: 'An activation code is presented, rather than a file' }),
  ),
  useSiteCodeForLicensing: Type.Optional(
    Type.Boolean({ description: 'The machine is named by siteCode, rather than computerID' }),
  ),
};

const body = Type.Object(members, {
  examples: [
    {
      licenseFileContent: examples.file,
      computerID: examples.computerId,
      serialKey: examples.serial,
      licenseHashCode: '/',
      activationkey: false,
      useSiteCodeForLicensing: false,
    },
  ],
});

const answer = Type.Object({ valid: Type.Boolean() });

/** Operation 4: tells whether a license file or an activation code is good for a machine. */
export function addValidateSingleUserLicense(app: App, context: Context): void {
  const operation = describeOperation({
    id: 'validateSingleUserLicense',
    tag: 'LicenseVal',
    summary: 'Validate a single-user license or an activation code',
    description:
      'Which of the two is said by `activationkey`, and how the machine is named by `useSiteCodeForLicensing`. The members of the other form are not looked at.',
    answer,
  });
  app.post(
    v5Paths.validateSingleUserLicense,
    {
      schema: { ...operation, body },
      config: { scope: 'client', foldsFieldNames: true, ignoredFields },
    },
    async (request, reply) => {
      const outcome = await validateSingleUserLicense(context, callerOf(request), request.body);
      return sendOutcome(request, reply, outcome, (validity) => validity);
    },
  );
}

/** Clients send the fields of both forms, those of the other with whatever is in them. */
function ignoredFields({ activationkey, useSiteCodeForLicensing }: JsonBody): readonly string[] {
  return [
    ...(activationkey === true ? ['licenseFileContent', 'licenseHashCode'] : ['activationcode']),
    useSiteCodeForLicensing === true ? 'computerID' : 'siteCode',
  ];
}
