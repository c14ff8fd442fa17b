import type { SpoilingName } from './spoilings.js';

/**
 * What a bad field is answered: the verdict as for the good request, the verdict false, the code of a problem that names the field with status 400,
 * or that of another one.
 */
type Outcome = 'good' | 'valid:false' | ProblemOutcome;
type ProblemOutcome =
  | 'missing_field'
  | 'invalid_token'
  | 'wrong_identifier'
  | `problem ${'missing_field' | 'invalid_field' | 'license_not_found'}`;

type Outcomes = Partial<Record<SpoilingName | 'missing', Outcome>>;

/** Each character of a text but the white space around it, which comes with what is pasted. */
const every = (outcome: Outcome, around = outcome): Outcomes => ({
  'with a control character': outcome,
  'broken by a line or a tab': outcome,
  'followed by a line and a tab': around,
});

/** Of a document that nobody signed it is said that it is not valid, whatever is in it. */
const file = every('valid:false');
const pasted = every('valid:false', 'good');
/** Keys are written with lines in them. */
const publicKey = {
  ...every('good'),
  'with a control character': 'valid:false',
  empty: 'valid:false',
} as const;
/** White space around a domain key does not count. */
const domainKey = { 'followed by a line and a tab': 'good' } as const;
/** An empty text is never equal to a signed one. */
const compared = { empty: 'valid:false' } as const;
/** Needed by the form that is chosen, not by the schema. */
const needed = { missing: 'missing_field' } as const;
/** Without it the request is for another form, which needs another field. */
const choice = { missing: 'problem missing_field' } as const;
/** The maintenance plan and the policy of the good request need an end. */
const end = { missing: 'problem invalid_field' } as const;
/** What cannot be an id is not found. */
const id = { ...every('problem license_not_found'), ...needed } as const;
/** A question about something that may well be broken. */
const anything = every('good');
const token = every('invalid_token', 'good');
/** The good request is for a bound token. */
const identifier = { empty: 'missing_field', ...needed } as const;

/** Where a bad field of an operation, or of one form of it, is not refused as such: by design. */
export const byDesign: Readonly<Record<string, Outcomes>> = {
  'generateDomainLicense.domainkey': domainKey,
  'checkLicenseStatus.domainKey': domainKey,
  'renewDomainLicense.domainKey': domainKey,
  'validateSingleUserLicense.licenseFileContent': { ...file, ...needed },
  'validateSingleUserLicense.activationcode': { ...pasted, ...needed },
  'validateSingleUserLicense.computerID': { ...compared, ...needed },
  'validateSingleUserLicense.siteCode': { ...compared, ...needed },
  'validateSingleUserLicense.serialKey': { ...compared, missing: 'valid:false' },
  'validateSingleUserLicense.publickey': publicKey,
  'validateSingleUserLicense.licenseHashCode': { empty: 'good' },
  'validateSingleUserLicense, a code for a site.activationkey': choice,
  'validateSingleUserLicense, a code for a site.useSiteCodeForLicensing': choice,
  'validateNetworkLicense.networkLicenseFile': file,
  'validateNetworkLicense.serialnumber': compared,
  'validateNetworkLicense.publickey': publicKey,
  'validateDomainLicense.domainkey': domainKey,
  'validateDomainLicense.webLicenseFile': file,
  'validateDomainLicense.publickey': publicKey,
  'activateDomainLicense.domainKey': domainKey,
  'exchangeAccessToken.token': file,
  'exchangeAccessToken.identifier': every('valid:false'),
  'validateAccessToken.token': file,
  'generateTokenLicense.uniqueIdentifier': identifier,
  'registerTokenLicense.uniqueIdentifier': identifier,
  'checkMaintenancePlan.generatedToken': token,
  'validateTokenLicense.tokenLicense': token,
  'validateTokenLicense.uniqueIdentifier': {
    empty: 'wrong_identifier',
    missing: 'wrong_identifier',
  },
  'createLicense.key': domainKey,
  'createLicense.validTo': end,
  'createLicense.domain': { missing: 'problem invalid_field' },
  'createLicense.domains': choice,
  'createLicense.serverPath': needed,
  'createLicense.seats': needed,
  'createSerials.validTo': end,
  'replaceDomainKey.key': domainKey,
  'transferLicense.domain': { missing: 'problem invalid_field' },
  'transferLicense.domains': choice,
  'transferLicense.computerId': needed,
  'transferLicense.siteCode': choice,
  'transferLicense.serverPath': needed,
  'checkoutLease.licenseId': id,
  'checkoutLease.serial': choice,
  'issueActivationCode.computerId': needed,
  'issueActivationCode.siteCode': choice,
  'explainLicense.license': anything,
  'explainLicense.host': anything,
  'explainLicense.key': anything,
};
