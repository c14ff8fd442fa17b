import type {
  VerifiedMachineLicense,
  VerifiedNetworkLicense,
  VerifiedTokenLicense,
} from '../document/verified-license.js';
import type { BindingCode } from '../errors.js';
import { normalizeSerial } from '../serial/serial-number.js';
import type { EpochSeconds } from '../time/clock.js';
import { normalizeServerPath } from './server-path.js';

/** What a machine says of itself. Exactly one binding is asked for. */
export type Machine = { readonly serial: string } & (
  { readonly computerId: string } | { readonly siteCode: string }
);

/** What a network license has to say; what is left out is not compared. */
export interface NetworkExpectation {
  readonly serverPath: string;
  readonly seats?: number | undefined;
  readonly serial?: string | undefined;
  readonly validFrom?: EpochSeconds | undefined;
  readonly validTo?: EpochSeconds | undefined;
}

/**
 * Compares a license for one machine with the machine that holds it; `undefined` when all is equal. An empty binding never
 * satisfies a license. Codes: `wrong_serial`, `wrong_machine`.
 */
export function findMachineFault(
  license: VerifiedMachineLicense,
  machine: Machine,
): BindingCode | undefined {
  if (normalizeSerial(machine.serial) !== license.serial) return 'wrong_serial';
  const [signed, actual] =
    'computerId' in machine
      ? [license.computerId, machine.computerId]
      : [license.siteCode, machine.siteCode];
  return signed !== undefined && signed !== '' && signed === actual ? undefined : 'wrong_machine';
}

/**
 * Compares a network license with what its server expects. Codes, in this order: `wrong_server_path`, `wrong_serial`, `wrong_seats`,
 * `wrong_dates`.
 */
export function findNetworkFault(
  license: VerifiedNetworkLicense,
  expected: NetworkExpectation,
): BindingCode | undefined {
  const { serial, seats, validFrom, validTo } = expected;
  if (normalizeServerPath(expected.serverPath) !== license.serverPath) return 'wrong_server_path';
  if (serial !== undefined && normalizeSerial(serial) !== license.serial) return 'wrong_serial';
  if (seats !== undefined && seats !== license.seats) return 'wrong_seats';
  const hasOtherStart = validFrom !== undefined && validFrom !== license.validFrom;
  const hasOtherEnd = validTo !== undefined && validTo !== license.expiresAt;
  return hasOtherStart || hasOtherEnd ? 'wrong_dates' : undefined;
}

/**
 * Compares a token license with who uses it. One that is bound counts for its identifier alone; one that merely names an identifier is
 * refused to those who say that they are another. Codes: `wrong_identifier`.
 */
export function findTokenFault(
  { bound, identifier }: VerifiedTokenLicense,
  actual: string | undefined,
): BindingCode | undefined {
  const isGiven = actual !== undefined && actual !== '';
  const isOther = isGiven ? identifier !== undefined && actual !== identifier : bound;
  return isOther ? 'wrong_identifier' : undefined;
}
