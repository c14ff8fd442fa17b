export type { AccessWarning, Decision, LicenseAccess, RefusedDecision } from './access/decision.js';
export { decideAccess, type AccessQuestion } from './access/decide-access.js';
export type { LicenseUse, RefusedUse, UseVerification } from './access/judge-use.js';
export type { PolicyAction, StandingCode, Trouble } from './access/standing.js';
export {
  coversRelease,
  readMaintenance,
  type MaintenanceStanding,
} from './binding/covers-release.js';
export {
  findMachineFault,
  findNetworkFault,
  findTokenFault,
  type Machine,
  type NetworkExpectation,
} from './binding/find-binding-fault.js';
export { normalizeServerPath } from './binding/server-path.js';
export { verifyNetwork, type NetworkExpectations } from './binding/verify-network.js';
export { verifySingleUser, type SingleUserExpectations } from './binding/verify-single-user.js';
export { explainLicense, type LicenseExplanation } from './diagnosis/explain-license.js';
export { judgeDates, type DatesVerdict } from './diagnosis/judge-dates.js';
export {
  licenseCheckNames,
  type CheckVerdict,
  type LicenseCheck,
  type LicenseCheckName,
} from './diagnosis/license-check.js';
export type { LicenseQuestion } from './diagnosis/license-question.js';
export { readLicenseText } from './diagnosis/read-license-text.js';
export { claimNamesOf, kindOfType, productCodePattern } from './document/claim-tables.js';
export type {
  DocumentClaims,
  DocumentKind,
  DomainLicenseClaims,
  LeaseClaims,
  LicenseClaims,
  MachineLicenseClaims,
  MaintenanceClaims,
  NetworkLicenseClaims,
  PolicyClaims,
  TokenLicenseClaims,
} from './document/claims.js';
export { documentTypes, type DocumentType } from './document/document-types.js';
export { maxDocumentLength, type JsonObject } from './document/jws.js';
export { parseClaims, type ClaimsParsing } from './document/parse-claims.js';
export { fromPipeForm, toPipeForm } from './document/pipe-form.js';
export {
  readDocument,
  type DocumentReading,
  type UnverifiedDocument,
} from './document/read-document.js';
export type {
  VerifiedDocument,
  VerifiedDocuments,
  VerifiedLease,
  VerifiedLicense,
  VerifiedMachineLicense,
  VerifiedNetworkLicense,
  VerifiedTokenLicense,
} from './document/verified-license.js';
export {
  verifyDocument,
  type DocumentExpectations,
  type Verification,
} from './document/verify-document.js';
export { readClientAddress, type ClientAddress } from './domain/client-address.js';
export {
  compareDomainKey,
  type KeyComparison,
  type KeyedLicense,
} from './domain/compare-domain-key.js';
export {
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
export { symbolAlphabet } from './encoding/symbols.js';
export { parseStrictJson, type StrictJson, type StrictJsonCode } from './encoding/strict-json.js';
export {
  bindingCodes,
  accessTokenCodes,
  decisionCodes,
  OptionsError,
  publicKeyCodes,
  verificationCodes,
  type BindingCode,
  type AccessTokenCode,
  type DecisionCode,
  type EndCode,
  type LicenseFailureCode,
  type ListFailureCode,
  type PublicKeyCode,
  type RefusalCode,
  type VerificationCode,
} from './errors.js';
export type { GateEvent, GateListener } from './gate-events.js';
export type { GateCounts, GateStatus, LicenseStatus, ListStatus } from './gate-status.js';
export { createGate, type AccessRequirement, type Gate, type GateOptions } from './gate.js';
export { toRefusal, type Refusal } from './http/refusal.js';
export {
  licenseText,
  type Delivery,
  type LicenseReceiver,
  type LicenseSource,
} from './license-source.js';
export { completeSerial, isGeneratedSerial, normalizeSerial } from './serial/serial-number.js';
export { findEnd, type KnownLists } from './status/find-end.js';
export {
  maxStatusListLength,
  statusListBytes,
  statusListSlots,
  type DocumentStatus,
  type StatusListName,
  type VerifiedStatusList,
} from './status/status-list.js';
export type { ListDelivery, StatusReceiver, StatusSource } from './status/status-source.js';
export {
  verifyStatusList,
  type Inflate,
  type StatusListExpectations,
  type StatusListVerification,
} from './status/verify-status-list.js';
export { systemClock, type Clock, type EpochSeconds } from './time/clock.js';
export { formatInstant, parseEndInstant, parseInstant, parseStartInstant } from './time/instant.js';
export { verifyLease, type LeaseExpectations } from './token/lease.js';
export { verifyTokenLicense, type TokenLicenseExpectations } from './token/token-license.js';
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
export {
  verifyTrustList,
  type TrustListVerification,
  type VerifiedTrustList,
} from './trust/trust-list.js';
export { createTrustedKeys, type TrustedKeys } from './trust/trusted-keys.js';
