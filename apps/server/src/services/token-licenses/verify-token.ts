import { fromPipeForm, readDocument, verifyDocument, type VerifiedTokenLicense } from '@licet/core';
import { fail, succeed, type Failure, type Outcome } from '../../problems.js';
import type { Context } from '../context.js';

/** Verifies that a token license is ours, for whatever product it says. `field` is where it was sent. Codes: `invalid_token`. */
export async function verifyToken(
  { registeredKeys }: Pick<Context, 'registeredKeys'>,
  text: string,
  field: string,
): Promise<Outcome<VerifiedTokenLicense>> {
  const jws = fromPipeForm(text.trim());
  if (jws === undefined) return malformed(field);
  const { licensePins: pins } = await registeredKeys();
  const product = readProduct(jws);
  if (pins === undefined || product === undefined) return notGenuine(field);
  const verification = verifyDocument(jws, { kind: 'token-license', product, pins });
  return verification.ok ? succeed(verification.license) : notGenuine(field);
}

/** What a token says of itself; whether that is true is decided by its signature. */
function readProduct(jws: string): string | undefined {
  const reading = readDocument(jws);
  const product = reading.ok ? reading.document.payload.product : undefined;
  return typeof product === 'string' ? product : undefined;
}

function malformed(field: string): Failure {
  const detail = `Send ${field} as it was issued: two parts of base64 with one bar between them.`;
  return fail('invalid_token', detail, field);
}

function notGenuine(field: string): Failure {
  const detail = `Send ${field} as it was issued: this is no token license that was signed here.`;
  return fail('invalid_token', detail, field);
}
