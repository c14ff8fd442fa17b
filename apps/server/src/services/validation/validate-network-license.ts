import { findNetworkFault, type EpochSeconds, type NetworkExpectation } from '@licet/core';
import type { Reach } from '../../db/reach.js';
import { succeed, type Outcome } from '../../problems.js';
import type { Context } from '../context.js';
import { parseEnd, parseStart } from '../licenses/dates.js';
import { isRegisteredKey } from './is-registered-key.js';
import { judgeDocument } from './judge-document.js';
import { decodeFile, verifyPresented } from './presented-document.js';
import { refuse, valid, type Validity } from './validity.js';

/** What operation 5 is asked: a file, and what it is expected to say. */
export interface NetworkValidationRequest {
  /** Compared with what was signed, and nothing else: it is never opened or resolved. */
  readonly serverpath: string;
  /** Base64 of the file. */
  readonly networkLicenseFile: string;
  readonly numberoflicenses?: number;
  readonly programid?: string;
  readonly serialnumber?: string;
  readonly validfrom?: string;
  readonly validto?: string;
  readonly publickey?: string;
}

/** Tells whether a license file is good for a server, now, and says what is expected of it. Codes: `invalid_date`. */
export async function validateNetworkLicense(
  context: Context,
  reach: Reach,
  request: NetworkValidationRequest,
): Promise<Outcome<Validity>> {
  const expectation = parseExpectation(request);
  if (!expectation.ok) return expectation;
  const registered = await context.registeredKeys();
  const text = decodeFile(request.networkLicenseFile) ?? '';
  const expected = { kind: 'network-license', product: request.programid } as const;
  const license = verifyPresented(text, expected, registered);
  if (license === undefined) return refuse(context, 'not_genuine');
  const { product } = license;
  if (!isRegisteredKey(request.publickey, registered))
    return refuse(context, 'unregistered_public_key', product);
  if (findNetworkFault(license, expectation.value) !== undefined)
    return refuse(context, 'wrong_binding', product);
  const judgment = await judgeDocument(context, reach, license);
  return judgment.ok ? valid : refuse(context, judgment.reason, product);
}

type DateParser = (text: string, field: string) => Outcome<EpochSeconds>;

function parseExpectation(request: NetworkValidationRequest): Outcome<NetworkExpectation> {
  const { serverpath, numberoflicenses, serialnumber, validfrom, validto } = request;
  const from = parseOptional(validfrom, 'validfrom', parseStart);
  if (!from.ok) return from;
  const to = parseOptional(validto, 'validto', parseEnd);
  if (!to.ok) return to;
  return succeed({
    serverPath: serverpath,
    seats: numberoflicenses,
    serial: serialnumber,
    validFrom: from.value,
    validTo: to.value,
  });
}

function parseOptional(
  text: string | undefined,
  field: string,
  parse: DateParser,
): Outcome<EpochSeconds | undefined> {
  return text === undefined ? succeed(undefined) : parse(text, field);
}
