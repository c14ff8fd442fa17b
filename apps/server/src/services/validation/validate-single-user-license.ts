import { createHash } from 'node:crypto';
import { findMachineFault, type Machine } from '@licet/core';
import type { Reach } from '../../db/reach.js';
import { fail, type Failure, type Outcome } from '../../problems.js';
import type { Context } from '../context.js';
import { judgePresented } from './judge-presented.js';
import { decodeFile } from './presented-document.js';
import { toValidity, type Validity } from './validity.js';

/** What operation 4 is asked. What does not matter for the form that is chosen is not looked at. */
export interface SingleUserValidationRequest {
  /** An activation code is presented, rather than a file. */
  readonly activationkey?: boolean;
  /** Base64 of the file. */
  readonly licenseFileContent?: string;
  readonly activationcode?: string;
  /** The machine is named by its site code, rather than by its computer id. */
  readonly useSiteCodeForLicensing?: boolean;
  readonly computerID?: string;
  readonly siteCode?: string;
  readonly serialKey?: string;
  readonly publickey?: string;
  /** SHA-256 of the file in hexadecimal; empty or "/" when it is not given. */
  readonly licenseHashCode?: string;
}

/** What is presented. The text is empty when it is not what the caller says it is. */
interface Presented {
  readonly kind: 'single-user-license' | 'activation';
  readonly text: string;
}

/**
 * Tells whether a license file or an activation code is good for a serial number and a machine, now. Codes: `missing_field`: the document or the
 * binding of the form that is chosen.
 */
export async function validateSingleUserLicense(
  context: Context,
  reach: Reach,
  request: SingleUserValidationRequest,
): Promise<Outcome<Validity>> {
  const missing = findMissing(request);
  if (missing !== undefined) return missing;
  const verdict = await judgePresented(context, reach, {
    ...readPresented(request),
    product: undefined,
    publickey: request.publickey,
    isForBearer: (license) => findMachineFault(license, toMachine(request)) === undefined,
  });
  return toValidity(context, verdict);
}

function findMissing(request: SingleUserValidationRequest): Failure | undefined {
  const { activationkey = false, useSiteCodeForLicensing = false } = request;
  const document = activationkey ? 'activationcode' : 'licenseFileContent';
  const binding = useSiteCodeForLicensing ? 'siteCode' : 'computerID';
  const field = [document, binding].find(
    (name) => request[name as keyof typeof request] === undefined,
  );
  return field === undefined ? undefined : fail('missing_field', `Send ${field} too.`, field);
}

function readPresented(request: SingleUserValidationRequest): Presented {
  const { activationkey = false, activationcode = '', licenseFileContent = '' } = request;
  if (activationkey) return { kind: 'activation', text: activationcode.trim() };
  const text = decodeFile(licenseFileContent) ?? '';
  const isWhole = hasHash(text, request.licenseHashCode);
  return { kind: 'single-user-license', text: isWhole ? text : '' };
}

function hasHash(text: string, expected = ''): boolean {
  if (expected === '' || expected === '/') return true;
  const hash = createHash('sha256').update(text, 'latin1').digest('hex');
  return hash === expected.toLowerCase();
}

/** An empty binding is none, whatever was signed. */
function toMachine(request: SingleUserValidationRequest): Machine {
  const { serialKey: serial = '', computerID: computerId = '', siteCode = '' } = request;
  return request.useSiteCodeForLicensing === true ? { serial, siteCode } : { serial, computerId };
}
