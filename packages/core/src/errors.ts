/**
 * Why a document was not accepted, in the order in which the checks are made.
 * The list is closed: a new code is a minor release, a removed one a major release.
 */
export const verificationCodes = [
  'too_large',
  'malformed',
  'wrong_kind',
  'bad_header',
  'untrusted_key',
  'bad_leaf',
  'bad_signature',
  'bad_claims',
  'needs_newer_guard',
  'wrong_product',
  'burnt_key',
] as const;

/** One reason of {@link verificationCodes}. */
export type VerificationCode = (typeof verificationCodes)[number];

/** Why a request is not allowed although a verified license is at hand, in the order of the checks. */
export const decisionCodes = [
  'bad_host',
  'revoked',
  'suspended',
  'clock_rolled_back',
  'not_yet_valid',
  'expired',
  'stale',
  'wrong_host',
  'wrong_key',
  'feature_missing',
] as const;

/** One reason of {@link decisionCodes}. */
export type DecisionCode = (typeof decisionCodes)[number];

/** Why a verified license is not for whoever presents it. */
export const bindingCodes = [
  'wrong_serial',
  'wrong_machine',
  'wrong_server_path',
  'wrong_seats',
  'wrong_dates',
  'wrong_identifier',
  'release_not_covered',
] as const;

/** One reason of {@link bindingCodes}. */
export type BindingCode = (typeof bindingCodes)[number];

/**
 * Why a status list or a trust list was not accepted. `wrong_list`: of another name or issuer than was asked for. `older_list`: a later one
 * was seen.
 */
export type ListFailureCode = VerificationCode | 'wrong_list' | 'older_list';

/** Why a verified license does not count any more although its dates are good: the vendor ended it, or its key was stolen. */
export type EndCode = Extract<
  VerificationCode | DecisionCode,
  'burnt_key' | 'revoked' | 'suspended'
>;

/** Why a gate did not take up what its source delivered. `older_document`: a later generation of the license was seen. */
export type LicenseFailureCode = 'no_license' | VerificationCode | 'older_document';

/** Every reason for which a gate refuses: `no_license` means that nothing could be decided yet. */
export type RefusalCode = 'no_license' | VerificationCode | DecisionCode;

/** Why an access token was not accepted, in the order in which the checks are made. */
export const accessTokenCodes = [
  'too_large',
  'malformed',
  'wrong_kind',
  'bad_header',
  'unknown_key',
  'bad_signature',
  'bad_claims',
  'wrong_setting',
  'wrong_issuer',
  'wrong_audience',
  'not_yet_valid',
  'expired',
] as const;

/** One reason of {@link accessTokenCodes}. */
export type AccessTokenCode = (typeof accessTokenCodes)[number];

/** Why a text is not an acceptable public key. `private_key` means that a secret was given away. */
export const publicKeyCodes = [
  'bad_key_format',
  'bad_key_size',
  'bad_key_exponent',
  'private_key',
] as const;

/** One reason of {@link publicKeyCodes}. */
export type PublicKeyCode = (typeof publicKeyCodes)[number];

/** A programming or configuration mistake, thrown while something is set up and never per request. */
export class OptionsError extends Error {
  override readonly name = 'OptionsError';
  readonly code = 'invalid_options';
  /** The option that is wrong, as a path such as `trustedProxies[1]`. */
  readonly option: string;

  constructor(option: string, message: string) {
    super(`${option}: ${message}`);
    this.option = option;
  }
}
