import { Type } from 'typebox';
import type { App } from '../../http/app.js';
import { callerOf } from '../../http/authenticate.js';
import { examples } from '../../http/examples.js';
import { AccessTokenText, UniqueIdentifier } from '../../http/fields.js';
import { describeOperation } from '../../http/operation.js';
import { runOnce } from '../../http/run-once.js';
import { sendOutcome } from '../../http/send-outcome.js';
import type { Context } from '../../services/context.js';
import { exchangeAccessToken, type Exchange } from '../../services/tokens/exchange-access-token.js';
import { v5Paths } from './paths.js';

const body = Type.Object({
  token: AccessTokenText(),
  identifier: UniqueIdentifier('Whom or what the token was made for'),
});

const answer = Type.Object({
  valid: Type.Boolean(),
  apiKey: Type.Optional(
    Type.String({
      description: 'A key of scope client that ends with the token, shown this once',
      examples: [examples.apiKey],
    }),
  ),
});

/** Operation 8: exchanges an access token for a client key. */
export function addExchangeAccessToken(app: App, context: Context): void {
  const operation = describeOperation({
    id: 'exchangeAccessToken',
    tag: 'TokenAccess',
    summary: 'Exchange an access token for a client key',
    description:
      'The token says which setting made it, and that has to allow client keys. A token that is not good, is for another identifier, or whose key was revoked is answered `{"valid":false}`. The same token again replaces the key that it was exchanged for.',
    isWrite: true,
    answer,
  });
  app.post(
    v5Paths.exchangeAccessToken,
    { schema: { ...operation, body }, config: { scope: 'client', foldsFieldNames: true } },
    async (request, reply) => {
      const outcome = await runOnce<Exchange>(context, request, (commit) =>
        exchangeAccessToken(context, callerOf(request), request.body, commit),
      );
      return sendOutcome(request, reply, outcome, (exchange) => exchange);
    },
  );
}
