import { Type } from 'typebox';
import type { App } from '../../http/app.js';
import { callerOf } from '../../http/authenticate.js';
import { examples } from '../../http/examples.js';
import { TokenSettingId, UniqueIdentifier } from '../../http/fields.js';
import { describeOperation } from '../../http/operation.js';
import { runOnce } from '../../http/run-once.js';
import { sendOutcome } from '../../http/send-outcome.js';
import type { Context } from '../../services/context.js';
import {
  generateAccessToken,
  type GeneratedAccessToken,
} from '../../services/tokens/generate-access-token.js';
import { v5Paths } from './paths.js';

const body = Type.Object({
  uniqueIdentifier: UniqueIdentifier(),
  tokenSettingId: TokenSettingId(),
});

const answer = Type.Object({
  access_token: Type.String({ description: 'A JWT', examples: [examples.accessToken] }),
});

/** Operation 9: makes an access token by a setting. */
export function addGenerateAccessToken(app: App, context: Context): void {
  const operation = describeOperation({
    id: 'generateAccessToken',
    tag: 'TokenAccess',
    summary: 'Generate an access token',
    description:
      'A JWT (HS256) with issuer, audience and lifetime of the setting. It is stored nowhere, and cannot be taken back one by one.',
    isWrite: true,
    answer,
    codes: ['token_setting_not_found'],
  });
  app.post(
    v5Paths.generateAccessToken,
    { schema: { ...operation, body }, config: { scope: 'issue', foldsFieldNames: true } },
    async (request, reply) => {
      const outcome = await runOnce<GeneratedAccessToken>(context, request, (commit) =>
        generateAccessToken(context, callerOf(request), request.body, commit),
      );
      return sendOutcome(request, reply, outcome, ({ text }) => ({ access_token: text }));
    },
  );
}
