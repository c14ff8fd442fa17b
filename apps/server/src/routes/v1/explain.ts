import {
  decisionCodes,
  licenseCheckNames,
  parseStartInstant,
  verificationCodes,
  type LicenseExplanation,
} from '@licet/core';
import { Type, type Static } from 'typebox';
import type { App } from '../../http/app.js';
import { callerOf } from '../../http/authenticate.js';
import { ProductName } from '../../http/fields.js';
import { describeOperation } from '../../http/operation.js';
import { sendProblem } from '../../http/send-problem.js';
import { fail } from '../../problems.js';
import type { Context } from '../../services/context.js';
import { explainDocument } from '../../services/licenses/explain-document.js';
import { v1Paths } from './paths.js';

const verdict = Type.Enum(['passed', 'failed', 'unknown'], { examples: ['failed'] });

const question = Type.Object(
  {
    license: Type.String({
      minLength: 1,
      maxLength: 60_000,
      description: 'A license file, its base64, an activation code or a token license',
      examples: ['eyJhbGciOiJSUzI1NiIsInR5cCI6ImRvbWFpbi1saWNlbnNlK2p3dCJ9…'],
    }),
    product: Type.Optional(ProductName('The product that the guard was given')),
    host: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 300,
        description: 'A host as a visitor writes it',
        examples: ['www.example.com'],
      }),
    ),
    key: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 128,
        description: 'The domain key that the customer has',
        examples: ['XXXX-XXXX-XXXX-XXXX'],
      }),
    ),
    at: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 64,
        description: 'The time to explain it at; now by default',
        examples: ['2026-12-30'],
      }),
    ),
  },
  { additionalProperties: false },
);

const Explanation = Type.Object({
  verdict,
  checks: Type.Array(
    Type.Object({
      name: Type.Enum([...licenseCheckNames], { examples: ['host'] }),
      verdict,
      code: Type.Optional(
        Type.Enum([...verificationCodes, ...decisionCodes], {
          description: 'Of a check that failed: the code by which a guard refuses for it',
          examples: ['wrong_host'],
        }),
      ),
      detail: Type.String({
        description: 'What was found',
        examples: ['It is not for this host.'],
      }),
      advice: Type.Optional(
        Type.String({
          description: 'What to do about it',
          examples: ['Transfer the license to this domain.'],
        }),
      ),
    }),
  ),
});

/** `/v1/explain`: why a license is refused. */
export function addExplain(app: App, context: Context): void {
  const operation = describeOperation({
    id: 'explainLicense',
    tag: 'Licenses',
    summary: 'Explain why a license is refused',
    answer: Explanation,
    codes: ['invalid_date'],
  });
  app.post(
    v1Paths.explain,
    { schema: { ...operation, body: question }, config: { scope: 'issue' } },
    async (request, reply) => {
      const { at: text, ...rest } = request.body;
      const at = text === undefined ? context.store.now() : parseStartInstant(text);
      if (at === undefined) return sendProblem(request, reply, noDate);
      const asked = { ...rest, at };
      return reply.send(toView(await explainDocument(context, callerOf(request), asked)));
    },
  );
}

const noDate = fail(
  'invalid_date',
  'Send the time in the form 2026-12-30T13:02:38Z, with a zone, or a date alone.',
  'at',
);

/** What the license says of itself is not in the answer: whoever has it can read it. */
function toView({ verdict: whole, checks }: LicenseExplanation): Static<typeof Explanation> {
  return { verdict: whole, checks: checks.map((check) => ({ ...check })) };
}
