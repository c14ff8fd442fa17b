import type { ProblemCode } from './problems.js';

/** What the documentation says about a code besides its status and title. Markdown. */
export interface ProblemText {
  /** When it is answered. */
  readonly meaning: string;
  /** What the caller does about it. */
  readonly remedy: string;
}

/** One row for each code: a missing one does not compile. */
export const problemTexts = {
  malformed_request: {
    meaning: 'What arrived is not HTTP/1.1, or its path or length does not hold together.',
    remedy: 'Send the request with an ordinary HTTP library, and percent-encode what is in a path.',
  },
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
  holder_not_found: {
    meaning:
      'Nobody registered a token license of this license under that identifier, or was forgotten since.',
    remedy: 'Take the identifier from the list of holders.',
  },
  token_setting_not_found: {
    meaning: 'No token setting has this id, it was deleted, or the API key may not see it.',
    remedy: 'List the settings, or create one.',
  },
  activation_revoked: {
    meaning:
      'The token license is genuine, but its machine was taken off the license, or got a place of its own again later.',
    remedy: 'Fetch another token license by operation 11.',
  },
  license_expired: {
    meaning: 'The end of the license has come.',
    remedy: 'Renew the license, or use another one.',
  },
  license_not_yet_valid: {
    meaning: 'The license begins later.',
    remedy: 'Wait for its start.',
  },
  wrong_license_kind: {
    meaning: 'The license is of a kind that this operation has no use for.',
    remedy: 'Use a license of the kind that `detail` names.',
  },
  no_seat_free: {
    meaning: 'As many as the license allows have a seat now.',
    remedy:
      'Release a lease, revoke an activation, wait for one to end, or add seats to the license.',
  },
  activation_limit_reached: {
    meaning:
      'The product bounds how many new machines a license may get in 24 hours, and they are used up.',
    remedy: 'Try again tomorrow, or raise `activationsPerDay` of the product.',
  },
  lease_lost: {
    meaning: "The lease ended, was released, or its seat is somebody else's by now.",
    remedy: 'Check a seat out again, and save what you do under the new lease.',
  },
  lease_borrowed: {
    meaning:
      'The seat was lent out by a signed document, which counts until its end wherever it is.',
    remedy: 'Wait for the end. The seat is free then without a release.',
  },
  too_many_secrets: {
    meaning: 'The setting was rotated so often that seven old secrets still have tokens out.',
    remedy: 'Wait until `detail` says, or end the old tokens with `"endsOldTokens": true`.',
  },
  rate_limited: {
    meaning:
      'More requests came from this address, or with this API key, than the server is set to answer in a minute.',
    remedy: 'Wait the seconds in `Retry-After`; `RateLimit` tells beforehand what is left.',
  },
  too_many_guesses: {
    meaning:
      'So many wrong keys or serials came from this address, or with this API key, that each further one has to wait. Right ones of ours are answered meanwhile.',
    remedy: 'Wait the seconds in `Retry-After`, and find out which client sends the wrong ones.',
  },
  license_too_large: {
    meaning:
      'The features, domains and labels of the license, with the name of its holder or machine, are more than fits into a signed document.',
    remedy: 'Name fewer or shorter ones.',
  },
  license_file_not_found: {
    meaning:
      'The license has no file: it is a token license, or a single-user one that is bound to no machine yet.',
    remedy: 'Fetch a token by operation 11, or issue an activation code for the machine first.',
  },
  activation_not_found: {
    meaning: 'No activation has this id, or the API key may not see it.',
    remedy: 'List the activations of the license.',
  },
  serial_in_use: {
    meaning: 'Another license has this serial number.',
    remedy: 'Choose another serial, or leave it out to get a new one.',
  },
  bound_to_another_machine: {
    meaning: 'The single-user license is for another machine.',
    remedy: 'Transfer the license to this machine first; its product bounds how often.',
  },
  transfer_limit_reached: {
    meaning: 'The license was moved as often as its product allows.',
    remedy: 'Raise `transferLimit` of the product, or issue another license.',
  },
  unauthorized: {
    meaning:
      'No API key came, or one that is malformed, unknown, ended or revoked. Which of these it is, is not told.',
    remedy:
      'Send a valid key in the header `X-Api-Key`. An administrator sees in the list of API keys whether yours has ended or was revoked.',
  },
  sign_in_failed: {
    meaning: 'Nobody signs in to the console with this address and this password.',
    remedy:
      'Check both. Whoever runs the server makes a link for a new password with `licet-server console invite`.',
  },
  signed_out: {
    meaning: 'There is no session of the console in the cookie, or it is over.',
    remedy: 'Sign in to the console. Programs send an API key instead.',
  },
  cross_site_request: {
    meaning:
      'A request with the session of the console came from a page of another site, or a change came without the token of the session.',
    remedy:
      'Use the console under its own address: load it again. Programs send an API key instead.',
  },
  insufficient_scope: {
    meaning: 'The API key is good, but not for this operation.',
    remedy:
      'Use a key of the scope that `detail` names. Never ship a key of scope `admin` or `issue` with a product.',
  },
  not_found: {
    meaning: 'No operation has this path.',
    remedy: 'Compare the path with those of `/openapi.json`.',
  },
  product_not_found: {
    meaning: 'No product has this code, or the API key is bound to another one.',
    remedy: 'Create the product first, or correct the code. Codes are told apart by case.',
  },
  license_not_found: {
    meaning:
      'No license fits all that was asked for: its id or key, the product, the domain. The API key may also be bound to another product.',
    remedy: 'Check each of the values against the license as the vendor sees it.',
  },
  signing_key_not_found: {
    meaning: 'No signing key has this kid.',
    remedy: 'Take the kid from the list of signing keys.',
  },
  invitation_not_found: {
    meaning: 'The link to the console is unknown, was used, or is older than a day.',
    remedy: 'Ask for a new link, or make one with `licet-server console invite`.',
  },
  session_not_found: {
    meaning: 'You have no session of this id: it is over already.',
    remedy: 'Nothing has to be done.',
  },
  user_not_found: {
    meaning: 'No user of the console has this id.',
    remedy: 'Load the list of users again.',
  },
  api_key_not_found: {
    meaning: 'No API key has this id.',
    remedy: 'Take the id from the list of API keys. It is not the key itself.',
  },
  method_not_allowed: {
    meaning: 'The path exists, but not for this method.',
    remedy: 'Use one of the methods that the header `Allow` lists.',
  },
  request_timeout: {
    meaning: 'The request was not complete in time.',
    remedy: 'Send it again. If that happens often, look at the connection.',
  },
  product_exists: {
    meaning: 'Another product has this code.',
    remedy: 'Choose another code, or use the product that is there.',
  },
  user_exists: {
    meaning: 'Somebody signs in to the console with this e-mail address already.',
    remedy: 'Give another address, or sign in.',
  },
  last_user: {
    meaning: 'Nobody removes himself from the console, so that somebody stays.',
    remedy: 'Have another user remove you.',
  },
  key_in_use: {
    meaning: 'The domain key belongs to a license for another product or domain.',
    remedy: 'Use a new key: one key, one license.',
  },
  root_key_in_use: {
    meaning: 'The key is the root, whose word is what a stolen key is burnt by.',
    remedy: 'Begin anew with another root, and have guards pin that.',
  },
  permanent_license: {
    meaning: 'The license has no end, so there is none to move.',
    remedy: 'Nothing has to be done: it goes on.',
  },
  license_revoked: {
    meaning: 'The license was revoked, which is for good.',
    remedy: 'Issue a new license under another key.',
  },
  license_suspended: {
    meaning: 'The license is suspended, and has no file to hand out until it is reinstated.',
    remedy: 'The vendor reinstates it, or tells the customer why not.',
  },
  date_before_current_end: {
    meaning: 'The license ends later already. A renewal never shortens.',
    remedy: 'Send a later end, or leave the license as it is.',
  },
  idempotency_key_reused: {
    meaning:
      'The `Idempotency-Key` came before with another body, and what it did then is not what is asked for now.',
    remedy: 'Use a new key for each new wish, and the same key only to repeat the same one.',
  },
  payload_too_large: {
    meaning: 'The body has more than 64 kB.',
    remedy: 'Send less: no operation needs that much.',
  },
  uri_too_long: {
    meaning: 'A part of the path is longer than any id or code.',
    remedy: 'Check what was put into the path.',
  },
  unsupported_media_type: {
    meaning: 'The body has another media type than JSON, a content encoding, or no type at all.',
    remedy: 'Send `Content-Type: application/json`, and the body uncompressed.',
  },
  headers_too_large: {
    meaning: 'The headers together are too large.',
    remedy: 'Send fewer or shorter ones. Cookies mean nothing here.',
  },
  internal_error: {
    meaning: 'The server made a mistake. Nothing was stored by halves.',
    remedy: 'Try again. If it happens again, its log has the reason beside the id of the request.',
  },
  database_unavailable: {
    meaning: 'The database is locked, full or away, and nothing was stored.',
    remedy:
      'Try again after the seconds in `Retry-After`; repeat writes under one `Idempotency-Key`.',
  },
  license_file_burnt: {
    meaning:
      'The key that signed the file of the license was stolen, so that no guard accepts it, and the vendor has not signed it anew yet.',
    remedy:
      'Fetch the file again after the seconds in `Retry-After`. The vendor signs all such files anew with `licet-server re-sign`.',
  },
  overloaded: {
    meaning: 'More requests are waiting than the server can answer in good time.',
    remedy: 'Try again after the seconds in `Retry-After`, and wait longer each time.',
  },
  not_ready: {
    meaning: 'The server has no key to sign licenses with.',
    remedy: 'Make one: `licet-server signing-keys rotate --use license`.',
  },
} as const satisfies Record<ProblemCode, ProblemText>;
