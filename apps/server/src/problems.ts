/**
 * Every way in which a request can fail, with its status and title. The list is closed: what is not in it cannot be answered, and
 * the public documentation and the types derive from it.
 */
export const problems = {
  malformed_request: { status: 400, title: 'The request is not well-formed HTTP' },
  invalid_json: { status: 400, title: 'The body is not acceptable JSON' },
  duplicate_field: { status: 400, title: 'A field is given twice' },
  missing_field: { status: 400, title: 'A field is missing' },
  invalid_field: { status: 400, title: 'A field is not acceptable' },
  unknown_field: { status: 400, title: 'A field is not known' },
  invalid_domain: { status: 400, title: 'The domain is not a domain name' },
  public_suffix: { status: 400, title: 'The domain belongs to the public' },
  invalid_date: { status: 400, title: 'The date is not a date' },
  date_not_in_future: { status: 400, title: 'The date is not in the future' },
  invalid_cursor: { status: 400, title: 'The cursor is not one of ours' },
  invalid_idempotency_key: { status: 400, title: 'The Idempotency-Key is not acceptable' },
  invalid_token: { status: 400, title: 'The token is not a genuine token license' },
  token_expired: { status: 400, title: 'The token has expired' },
  token_not_yet_valid: { status: 400, title: 'The token is not valid yet' },
  wrong_product: { status: 400, title: 'The token is for another product' },
  wrong_identifier: { status: 400, title: 'The token is for another identifier' },
  license_too_large: { status: 400, title: 'The license says too much to be signed' },
  unauthorized: { status: 401, title: 'A valid API key is needed' },
  sign_in_failed: { status: 401, title: 'Address and password do not match' },
  signed_out: { status: 401, title: 'Nobody is signed in' },
  cross_site_request: { status: 403, title: 'The request comes from another site' },
  insufficient_scope: { status: 403, title: 'The API key may not do this' },
  not_found: { status: 404, title: 'There is nothing here' },
  product_not_found: { status: 404, title: 'There is no such product' },
  license_not_found: { status: 404, title: 'There is no such license' },
  signing_key_not_found: { status: 404, title: 'There is no such signing key' },
  holder_not_found: { status: 404, title: 'There is no such holder' },
  invitation_not_found: { status: 404, title: 'The link does not work anymore' },
  session_not_found: { status: 404, title: 'There is no such session' },
  user_not_found: { status: 404, title: 'There is no such user' },
  license_file_not_found: { status: 404, title: 'The license has no file' },
  activation_not_found: { status: 404, title: 'There is no such activation' },
  api_key_not_found: { status: 404, title: 'There is no such API key' },
  token_setting_not_found: { status: 404, title: 'There is no such token setting' },
  method_not_allowed: { status: 405, title: 'The method is not allowed here' },
  request_timeout: { status: 408, title: 'The request took too long to arrive' },
  product_exists: { status: 409, title: 'There is such a product already' },
  user_exists: { status: 409, title: 'There is such a user already' },
  last_user: { status: 409, title: 'Somebody has to stay' },
  key_in_use: { status: 409, title: 'The domain key is in use' },
  root_key_in_use: { status: 409, title: 'The root cannot be burnt' },
  serial_in_use: { status: 409, title: 'The serial number is in use' },
  permanent_license: { status: 409, title: 'The license is permanent' },
  license_revoked: { status: 409, title: 'The license is revoked' },
  license_suspended: { status: 409, title: 'The license is suspended' },
  activation_revoked: { status: 409, title: 'The activation was revoked' },
  license_expired: { status: 409, title: 'The license has expired' },
  license_not_yet_valid: { status: 409, title: 'The license is not valid yet' },
  wrong_license_kind: { status: 409, title: 'The license is of another kind' },
  no_seat_free: { status: 409, title: 'All seats are taken' },
  activation_limit_reached: { status: 409, title: 'Too many new machines today' },
  lease_lost: { status: 409, title: 'The lease is no longer held' },
  lease_borrowed: { status: 409, title: 'The seat is borrowed until its end' },
  bound_to_another_machine: { status: 409, title: 'The license is for another machine' },
  transfer_limit_reached: { status: 409, title: 'The license was moved too often' },
  date_before_current_end: { status: 409, title: 'The license ends later already' },
  too_many_secrets: { status: 409, title: 'Too many secrets still count' },
  idempotency_key_reused: { status: 409, title: 'The Idempotency-Key is in use' },
  payload_too_large: { status: 413, title: 'The body is too large' },
  uri_too_long: { status: 414, title: 'The address is too long' },
  unsupported_media_type: { status: 415, title: 'The body is not of a type that is read here' },
  rate_limited: { status: 429, title: 'Too many requests' },
  too_many_guesses: { status: 429, title: 'Too many wrong keys' },
  headers_too_large: { status: 431, title: 'The headers are too large' },
  internal_error: { status: 500, title: 'Something went wrong here' },
  database_unavailable: { status: 503, title: 'The database does not answer' },
  license_file_burnt: { status: 503, title: 'The license file has to be signed anew' },
  overloaded: { status: 503, title: 'Too many requests are waiting' },
  not_ready: { status: 503, title: 'The server is not ready' },
} as const satisfies Record<string, { readonly status: number; readonly title: string }>;

/** One code of {@link problems}. */
export type ProblemCode = keyof typeof problems;

/** An expected failure, as a value. */
export interface Failure {
  readonly ok: false;
  readonly code: ProblemCode;
  /** What to do about it, in plain words. It never repeats a secret. */
  readonly detail: string;
  /** The member of the request that is to blame. */
  readonly field?: string;
  /** When to try again; 1 second for every 503 that does not say. */
  readonly retryAfterSeconds?: number;
}

/** What a service returns. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | Failure;

export function succeed<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

export function fail(code: ProblemCode, detail: string, field?: string): Failure {
  return field === undefined ? { ok: false, code, detail } : { ok: false, code, detail, field };
}
