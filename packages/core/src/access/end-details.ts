import type { EndCode } from '../errors.js';

/** What to tell whoever looks after an application about a license that was ended. */
export const endDetails: Readonly<Record<EndCode, string>> = {
  burnt_key: 'The key that signed the license was stolen: fetch the license anew.',
  revoked: 'The vendor revoked this license, or replaced this document by a later one.',
  suspended: 'The vendor suspended this license for the time being.',
};
