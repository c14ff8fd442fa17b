import { formatInstant, type VerifiedAccessToken } from '@licet/core';
import { Type, type Static } from 'typebox';
import type { App } from '../../http/app.js';
import { callerOf } from '../../http/authenticate.js';
import { examples } from '../../http/examples.js';
import { AccessTokenText, Instant, TokenSettingId } from '../../http/fields.js';
import { describeOperation } from '../../http/operation.js';
import type { Context } from '../../services/context.js';
import { validateAccessToken } from '../../services/tokens/validate-access-token.js';
import { v5Paths } from './paths.js';

const body = Type.Object({ token: AccessTokenText(), tokenSettingId: TokenSettingId() });

const TokenInfo = Type.Object({
  uniqueIdentifier: Type.String({ examples: [examples.identifier] }),
  issueDate: Instant('Issue'),
  expiryDate: Instant('End, exclusive'),
  issuer: Type.String({ examples: [examples.issuer] }),
  audience: Type.String({ examples: [examples.audience] }),
});

const answer = Type.Object({
  valid: Type.Boolean(),
  tokenInfo: Type.Optional(TokenInfo),
});

/** Operation 10: tells whether an access token is good, and what it says. */
export function addValidateAccessToken(app: App, context: Context): void {
  const operation = describeOperation({
    id: 'validateAccessToken',
    tag: 'TokenAccess',
    summary: 'Validate an access token',
    description:
      'Signature, setting, issuer, audience and end. A token that is not good is answered `{"valid":false}`, whatever is wrong with it.',
    answer,
  });
  app.post(
    v5Paths.validateAccessToken,
    { schema: { ...operation, body }, config: { scope: 'client', foldsFieldNames: true } },
    async (request, reply) => {
      const token = await validateAccessToken(context, callerOf(request), request.body);
      return reply.send(token ? { valid: true, tokenInfo: toTokenInfo(token) } : { valid: false });
    },
  );
}

function toTokenInfo(token: VerifiedAccessToken): Static<typeof TokenInfo> {
  return {
    uniqueIdentifier: token.uniqueIdentifier,
    issueDate: formatInstant(token.issuedAt),
    expiryDate: formatInstant(token.expiresAt),
    issuer: token.issuer,
    audience: token.audience,
  };
}
