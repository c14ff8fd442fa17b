import type { ProblemTexts } from './problem-text.js';

/** What is wrong with what a request says. */
export const inputTexts = {
  invalid_json: {
    meaning:
      'The body cannot be read as one JSON object in UTF-8, or it is nested more than 16 levels deep.',
    remedy:
      'Send one JSON object. When it is correct where you made it, look at what is done to it on its way: quotes in a shell, an encoding.',
  },
  duplicate_field: {
    meaning:
      'A member of the body is there twice. In the operations whose names are read in any case, `domainKey` and `domainkey` are the same member.',
    remedy: 'Send the member that `field` names once.',
  },
  missing_field: {
    meaning: 'The operation cannot work without the member that `field` names.',
    remedy: 'Send it too.',
  },
  invalid_field: {
    meaning: 'The member that `field` names has another type, length or form than it has to have.',
    remedy: '`detail` says what is acceptable; the description of the operation says it in full.',
  },
  unknown_field: {
    meaning:
      'The management operations refuse members that they do not know, so that a typing error is not taken for a wish to leave something as it is.',
    remedy: 'Leave out the member that `field` names, or correct its name.',
  },
  invalid_domain: {
    meaning: 'The text is no host name, or a license cannot be for it.',
    remedy:
      'Send a host name such as `example.com`, without scheme, port or path; `*.example.com` stands for all names one label below it.',
  },
  public_suffix: {
    meaning:
      'The name, or what a wildcard stands in front of, belongs to everybody: `co.uk`, `github.io`. A license for it would be one for all the sites below it.',
    remedy: 'License the name that the customer registered.',
  },
  invalid_date: {
    meaning: 'The text is no RFC 3339 instant, or a day or time that does not exist.',
    remedy: 'Send an instant such as `2030-12-31T23:59:59Z`.',
  },
  date_not_in_future: {
    meaning: 'The new end of the license is not after the time of the server.',
    remedy: 'Send a later end. To end a license at once, revoke or suspend it.',
  },
  invalid_cursor: {
    meaning: 'The cursor is not one that this list gave out.',
    remedy:
      'Send `nextCursor` of the page before exactly as it was, to the same list. Leave it out for the first page.',
  },
  invalid_idempotency_key: {
    meaning: 'The header `Idempotency-Key` is empty, too long or holds other characters.',
    remedy: 'Send 1 to 255 printable ASCII characters, such as a UUID.',
  },
  invalid_token: {
    meaning:
      'The text is no token license, or it was not signed here: it was cut off, changed, or comes from another vendor.',
    remedy:
      'Send the text as operation 11 or 12 answered it: two parts of base64 with one bar between them.',
  },
  token_expired: {
    meaning: 'The end of the token license has come. The serial behind it may well go on.',
    remedy: 'Fetch another token license by operation 11.',
  },
  token_not_yet_valid: {
    meaning: 'The token license is for later.',
    remedy: 'Wait for its start, or set the clock of the server right.',
  },
  wrong_product: {
    meaning: 'The token license is genuine, and for another program.',
    remedy: 'Send the `programID` that it was issued for, or fetch one for this program.',
  },
  wrong_identifier: {
    meaning:
      'The token license is genuine, and for another machine or person; one that is bound needs its identifier.',
    remedy: 'Send the `uniqueIdentifier` that it was issued for.',
  },
  license_too_large: {
    meaning:
      'The features, domains and labels of the license, with the name of its holder or machine, are more than fits into a signed document.',
    remedy: 'Name fewer or shorter ones.',
  },
} as const satisfies ProblemTexts;
