import type { EndCode } from '../errors.js';
import type { StandingCode } from './standing.js';

/** What to tell whoever looks after an application about a license that was ended. */
export const endDetails: Readonly<Record<EndCode, string>> = {
  burnt_key: 'The key that signed the license was stolen: fetch the license anew.',
  revoked: 'The vendor revoked this license, or replaced this document by a later one.',
  suspended: 'The vendor suspended this license for the time being.',
};

/** The same about one that is not in full order. */
export const standingDetails: Readonly<Record<StandingCode, string>> = {
  clock_rolled_back: 'The clock is before the latest signed time: set it right.',
  not_yet_valid: 'The license is not valid yet.',
  expired: 'The license has expired.',
  stale: 'Nothing signed was heard from the vendor for longer than the license allows.',
};
