export type { AccessWarning, Decision, LicenseAccess, RefusedDecision } from './access/decision.js';
export { decideAccess, type AccessQuestion } from './access/decide-access.js';
export {
  parseDomainLicenseClaims,
  productCodePattern,
  type ClaimsParsing,
  type DomainLicenseClaims,
  type PolicyClaims,
} from './document/claims.js';
export { documentTypes, type DocumentType } from './document/document-types.js';
export { maxDocumentLength, type JsonObject } from './document/jws.js';
export {
  readDocument,
  type DocumentReading,
  type UnverifiedDocument,
} from './document/read-document.js';
export type { VerifiedLicense } from './document/verified-license.js';
export {
  verifyDocument,
  type DocumentExpectations,
  type Verification,
} from './document/verify-document.js';
export {
  domainKeyAlphabet,
  domainKeyCheckSymbol,
  domainKeyHash,
  isGeneratedDomainKey,
  normalizeDomainKey,
} from './domain/domain-key.js';
export { parseDomainName, type DomainNameParsing } from './domain/domain-name.js';
export {
  domainScopes,
  matchesDomain,
  type DomainEntry,
  type DomainScope,
} from './domain/domain-scope.js';
export { readHost, type HostReading } from './domain/host.js';
export type { RequestFacts } from './domain/request-facts.js';
export { createTrustedProxies, type TrustedProxies } from './domain/trusted-proxies.js';
export { decodeBase64, decodeBase64Url, encodeBase64, encodeBase64Url } from './encoding/base64.js';
export { parseStrictJson, type StrictJson, type StrictJsonCode } from './encoding/strict-json.js';
export {
  accessTokenCodes,
  decisionCodes,
  OptionsError,
  publicKeyCodes,
  verificationCodes,
  type AccessTokenCode,
  type DecisionCode,
  type LicenseFailureCode,
  type PublicKeyCode,
  type RefusalCode,
  type VerificationCode,
} from './errors.js';
export type { GateEvent, GateListener } from './gate-events.js';
export type { GateCounts, GateStatus, LicenseStatus } from './gate-status.js';
export { createGate, type AccessRequirement, type Gate, type GateOptions } from './gate.js';
export { toRefusal, type Refusal } from './http/refusal.js';
export {
  licenseText,
  type Delivery,
  type LicenseReceiver,
  type LicenseSource,
} from './license-source.js';
export { systemClock, type Clock, type EpochSeconds } from './time/clock.js';
export { formatInstant, parseEndInstant, parseInstant, parseStartInstant } from './time/instant.js';
export {
  maxAccessTokenLength,
  maxTokenSkewSeconds,
  verifyAccessToken,
  type AccessTokenExpectations,
  type AccessTokenVerification,
  type VerifiedAccessToken,
} from './token/access-token.js';
export {
  parseAccessTokenClaims,
  tokenTextPattern,
  type AccessTokenClaims,
  type AccessTokenClaimsParsing,
} from './token/token-claims.js';
export {
  createTokenSecrets,
  type TokenSecret,
  type TokenSecretBytes,
  type TokenSecretInput,
  type TokenSecrets,
} from './token/token-secrets.js';
export type { PublicKeyInput } from './trust/public-key-formats.js';
export {
  parsePublicKey,
  type PublicKey,
  type PublicKeyParsing,
  type RsaPublicJwk,
} from './trust/public-key.js';
export { createTrustedKeys, type TrustedKeys } from './trust/trusted-keys.js';
