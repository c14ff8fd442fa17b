import type { BindingCode, RefusalCode } from '@licet/core';

/** What the program ends with. Scripts rely on these: a number never changes its meaning. */
export const exitCodes = {
  ok: { code: 0, meaning: 'all is well' },
  failed: { code: 1, meaning: 'something outside failed: a file, a disk, the program itself' },
  misused: { code: 2, meaning: 'the command was not understood; nothing was done' },
  refused: { code: 3, meaning: 'the server refused: the request, a conflict, nothing there' },
  unreachable: { code: 4, meaning: 'the server cannot be reached or is busy; try again' },
  unauthorized: { code: 5, meaning: 'the API key is wrong, revoked, or may not do this' },
  notALicense: { code: 10, meaning: 'not a license, or one of another kind' },
  untrusted: { code: 11, meaning: 'not signed by a key that is trusted, or altered' },
  unreadable: { code: 12, meaning: 'genuine, but incomplete or too new for this version' },
  otherProduct: { code: 13, meaning: 'genuine, but for another product' },
  otherPlace: { code: 14, meaning: 'genuine, but for another host, machine, server or user' },
  notYet: { code: 15, meaning: 'genuine, but not valid yet, or the clock was set back' },
  expired: { code: 16, meaning: 'genuine, but expired, or not refreshed for too long' },
  notIncluded: { code: 17, meaning: 'genuine, but without this feature or release' },
  ended: { code: 18, meaning: 'genuine, but revoked or suspended' },
  troubled: { code: 20, meaning: 'doctor found what is wrong' },
  partly: { code: 21, meaning: 'some lines of an import were refused' },
  unsure: { code: 22, meaning: 'init is not sure where to write, and wrote nothing' },
} as const satisfies Record<string, { readonly code: number; readonly meaning: string }>;

/** A name of {@link exitCodes}. */
export type ExitReason = keyof typeof exitCodes;

/** Every reason for which core says no. */
export type LicenseRefusal = RefusalCode | BindingCode;

const refusalReasons = {
  no_license: 'notALicense',
  too_large: 'notALicense',
  malformed: 'notALicense',
  wrong_kind: 'notALicense',
  bad_header: 'notALicense',
  untrusted_key: 'untrusted',
  bad_leaf: 'untrusted',
  burnt_key: 'untrusted',
  bad_signature: 'untrusted',
  bad_claims: 'unreadable',
  needs_newer_guard: 'unreadable',
  wrong_product: 'otherProduct',
  bad_host: 'otherPlace',
  wrong_host: 'otherPlace',
  wrong_key: 'otherPlace',
  wrong_serial: 'otherPlace',
  wrong_machine: 'otherPlace',
  wrong_server_path: 'otherPlace',
  wrong_seats: 'otherPlace',
  wrong_dates: 'otherPlace',
  wrong_identifier: 'otherPlace',
  not_yet_valid: 'notYet',
  clock_rolled_back: 'notYet',
  expired: 'expired',
  stale: 'expired',
  revoked: 'ended',
  suspended: 'ended',
  feature_missing: 'notIncluded',
  release_not_covered: 'notIncluded',
} as const satisfies Record<LicenseRefusal, ExitReason>;

/** How the program ends for a reason of core's. */
export function exitReasonOf(code: LicenseRefusal): ExitReason {
  return refusalReasons[code];
}
