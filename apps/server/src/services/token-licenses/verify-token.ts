import { fromPipeForm, type VerifiedTokenLicense } from '@licet/core';
import { fail, succeed, type Failure, type Outcome } from '../../problems.js';
import type { Context } from '../context.js';
import { verifyPresented } from '../validation/presented-document.js';

/** Verifies that a token license is ours, for whatever product it says. `field` is where it was sent. Codes: `invalid_token`. */
export async function verifyToken(
  { registeredKeys }: Pick<Context, 'registeredKeys'>,
  text: string,
  field: string,
): Promise<Outcome<VerifiedTokenLicense>> {
  const jws = fromPipeForm(text.trim());
  if (jws === undefined) return malformed(field);
  const expected = { kind: 'token-license', product: undefined } as const;
  const token = verifyPresented(jws, expected, await registeredKeys());
  return token === undefined ? notGenuine(field) : succeed(token);
}

function malformed(field: string): Failure {
  const detail = `Send ${field} as it was issued: two parts of base64 with one bar between them.`;
  return fail('invalid_token', detail, field);
}

function notGenuine(field: string): Failure {
  const detail = `Send ${field} as it was issued: this is no token license that was signed here.`;
  return fail('invalid_token', detail, field);
}
