import { formatInstant } from '@licet/core';
import { Type } from 'typebox';
import type { App } from '../../http/app.js';
import { callerOf } from '../../http/authenticate.js';
import { examples } from '../../http/examples.js';
import {
  IdentifierText,
  Instant,
  OrNull,
  ProductName,
  TokenLicenseText,
} from '../../http/fields.js';
import { describeOperation } from '../../http/operation.js';
import { sendOutcome } from '../../http/send-outcome.js';
import type { Context } from '../../services/context.js';
import { validateTokenLicense } from '../../services/token-licenses/validate-token-license.js';
import { v5Paths } from './paths.js';

const body = Type.Object({
  tokenLicense: TokenLicenseText('A token license'),
  programID: ProductName(),
  uniqueIdentifier: OrNull(IdentifierText('Machine or person that uses it', 0)),
});

const answer = Type.Object({
  Message: Type.Literal('Token license is valid.'),
  TokenSerial: Type.String({ examples: [examples.importedSerial] }),
  ExpiryDate: Instant('End, exclusive'),
});

/** Operation 14: tells whether a token license is good. One that is not is answered with a problem that says why. */
export function addValidateTokenLicense(app: App, context: Context): void {
  const operation = describeOperation({
    id: 'validateTokenLicense',
    tag: 'TokenLicense',
    summary: 'Validate a token license',
    description:
      'One that is not good is answered with a problem that says why. A bound one is good for its identifier alone.',
    answer,
    codes: [
      'invalid_token',
      'wrong_product',
      'wrong_identifier',
      'token_not_yet_valid',
      'token_expired',
      'license_revoked',
      'license_suspended',
      'activation_revoked',
    ],
  });
  app.post(
    v5Paths.validateTokenLicense,
    { schema: { ...operation, body }, config: { scope: 'client', foldsFieldNames: true } },
    async (request, reply) => {
      const outcome = await validateTokenLicense(context, callerOf(request), request.body);
      return sendOutcome(request, reply, outcome, ({ serial, expiresAt }) => ({
        Message: 'Token license is valid.',
        TokenSerial: serial,
        ExpiryDate: formatInstant(expiresAt),
      }));
    },
  );
}
