import { formatInstant } from '@licet/core';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { App } from '../../http/app.js';
import { callerOf } from '../../http/authenticate.js';
import { examples } from '../../http/examples.js';
import {
  DisplayName,
  EmailText,
  IdentifierText,
  Instant,
  OrNull,
  ProductName,
  SerialText,
  TokenLicenseText,
} from '../../http/fields.js';
import { describeOperation } from '../../http/operation.js';
import { runOnce } from '../../http/run-once.js';
import { sendOutcome } from '../../http/send-outcome.js';
import type { Context } from '../../services/context.js';
import {
  issueTokenLicense,
  type IssuedToken,
} from '../../services/token-licenses/issue-token-license.js';
import type { TokenRequest } from '../../services/token-licenses/token-request.js';
import { v5Paths } from './paths.js';

const fields = {
  tokenSerial: SerialText(),
  programID: ProductName(),
  uniqueIdentifier: OrNull(IdentifierText('Machine or person; a bound token is for it alone', 0)),
  boundToComputer: Type.Optional(
    Type.Boolean({ description: 'Takes a seat of the serial for the identifier' }),
  ),
};

const body = Type.Object(fields);
const registration = Type.Object({
  ...fields,
  name: OrNull(DisplayName('Name of the holder, kept apart from the token', examples.holder)),
  email: OrNull(EmailText('E-mail address of the holder, kept apart from the token')),
});

const codes = [
  'license_too_large',
  'license_not_found',
  'license_revoked',
  'license_suspended',
  'license_not_yet_valid',
  'license_expired',
  'no_seat_free',
  'activation_limit_reached',
] as const;

const answer = Type.Object({
  token: TokenLicenseText('The token license'),
  expiryDate: Instant('End, exclusive'),
});

/** Operations 11 and 12: issue a token license from a serial, and also note who registered it. */
export function addGenerateTokenLicense(app: App, context: Context): void {
  const common = { tag: 'TokenLicense', isWrite: true, answer, codes } as const;
  const config = { scope: 'issue', foldsFieldNames: true } as const;
  const issue = (request: FastifyRequest, order: TokenRequest) =>
    runOnce<IssuedToken>(context, request, (commit) =>
      issueTokenLicense(context, callerOf(request), order, commit),
    );
  const generate = describeOperation({
    ...common,
    id: 'generateTokenLicense',
    summary: 'Issue a token license',
    description:
      'From a serial that was sold. It is verified offline, and ends after the `proofDays` of its product, with its license at the latest: then it is fetched again. One that is bound to its identifier takes a seat, or keeps the one that the identifier has.',
  });
  app.post(
    v5Paths.generateTokenLicense,
    { schema: { ...generate, body }, config },
    async (request, reply) =>
      sendOutcome(request, reply, await issue(request, request.body), toAnswer),
  );
  const register = describeOperation({
    ...common,
    id: 'registerTokenLicense',
    summary: 'Issue a token license and note who registered it',
    description:
      'The same, and name and address are kept until they are deleted. They are not in the token.',
  });
  app.post(
    v5Paths.registerTokenLicense,
    { schema: { ...register, body: registration }, config },
    async (request, reply) => {
      const { name = null, email = null, ...order } = request.body;
      const outcome = await issue(request, { ...order, registration: { name, email } });
      return sendOutcome(request, reply, outcome, toAnswer);
    },
  );
}

function toAnswer({ token, expiresAt }: IssuedToken) {
  return { token, expiryDate: formatInstant(expiresAt) };
}
