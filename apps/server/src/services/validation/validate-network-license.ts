import { findNetworkFault, type NetworkExpectation } from '@licet/core';
import type { Reach } from '../../db/reach.js';
import { succeed, type Outcome } from '../../problems.js';
import type { Context } from '../context.js';
import { parseEnd, parseStart } from '../licenses/dates.js';
import { judgePresented } from './judge-presented.js';
import { decodeFile } from './presented-document.js';
import { toValidity, type Validity } from './validity.js';

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
  const verdict = await judgePresented(context, reach, {
    kind: 'network-license',
    product: request.programid,
    text: decodeFile(request.networkLicenseFile) ?? '',
    publickey: request.publickey,
    isForBearer: (license) => findNetworkFault(license, expectation.value) === undefined,
  });
  return toValidity(context, verdict);
}

function parseExpectation(request: NetworkValidationRequest): Outcome<NetworkExpectation> {
  const { serverpath, numberoflicenses, serialnumber, validfrom, validto } = request;
  const from = validfrom === undefined ? undefined : parseStart(validfrom, 'validfrom');
  if (from?.ok === false) return from;
  const to = validto === undefined ? undefined : parseEnd(validto, 'validto');
  if (to?.ok === false) return to;
  return succeed({
    serverPath: serverpath,
    seats: numberoflicenses,
    serial: serialnumber,
    validFrom: from?.value,
    validTo: to?.value,
  });
}
