import { normalizeSerial } from '@licet/core';
import { fail, succeed, type Outcome } from '../../problems.js';

/** What operations 11 and 12 are asked. */
export interface TokenRequest {
  readonly tokenSerial: string;
  readonly programID: string;
  readonly uniqueIdentifier?: string | null;
  readonly boundToComputer?: boolean;
  /** Operation 12 alone: who registers. */
  readonly registration?: Registration;
}

/** Who registers a token license. Stored apart, never signed. */
export interface Registration {
  readonly name: string | null;
  readonly email: string | null;
}

/** A request in the form in which it is worked on. */
export interface TokenOrder {
  /** As `normalizeSerial` spells it. */
  readonly serial: string;
  readonly product: string;
  /** Empty when none was given. */
  readonly identifier: string;
  readonly bound: boolean;
  readonly registration: Registration | undefined;
}

const longestIdentifier = 200;

/** Checks a request. Codes: `invalid_field`, `missing_field`. */
export function parseTokenRequest(request: TokenRequest): Outcome<TokenOrder> {
  const { tokenSerial, programID: product, boundToComputer: bound = false, registration } = request;
  const serial = normalizeSerial(tokenSerial);
  if (serial === undefined) return invalidSerial;
  const identifier = parseIdentifier(request.uniqueIdentifier);
  if (!identifier.ok) return identifier;
  if (bound && identifier.value === '') {
    const detail = 'Send uniqueIdentifier too: a bound token is for one identifier.';
    return fail('missing_field', detail, 'uniqueIdentifier');
  }
  return succeed({ serial, product, identifier: identifier.value, bound, registration });
}

/**
 * Reads an identifier that may be left out; spaces around it do not count, and two spellings of one text in Unicode are one identifier.
 * Codes: `invalid_field`.
 */
export function parseIdentifier(text: string | null | undefined): Outcome<string> {
  const identifier = (text ?? '').trim().normalize('NFC');
  const isReadable =
    identifier.length <= longestIdentifier && !/[\p{Cc}\p{Cf}\p{Cs}]/u.test(identifier);
  if (isReadable) return succeed(identifier);
  const detail = `Send uniqueIdentifier as at most ${String(longestIdentifier)} readable characters.`;
  return fail('invalid_field', detail, 'uniqueIdentifier');
}

const invalidSerial = fail(
  'invalid_field',
  'Send tokenSerial as 1 to 64 printable ASCII characters without spaces.',
  'tokenSerial',
);
