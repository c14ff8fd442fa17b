/** The vendor's side of Licet: keys, the store they rest in, and the documents they sign. */
export { generateSigningKey, signingKeyFromPem, toPkcs8Pem } from './signing-key.js';
export type { SigningKey, SigningKeyOptions } from './signing-key.js';
export { createSigningLanes } from './signing-lanes.js';
export type { SigningLanes, SigningLanesOptions } from './signing-lanes.js';
export { certifyNewLeaf, certifyRoot } from './certify-keys.js';
export type { CertifiedLeaf, CertifiedRoot, KeyOwner } from './certify-keys.js';
export { certifyLeaf } from './certify-leaf.js';
export type { LeafCertification, LeafUse } from './certify-leaf.js';
export { maxSignedLength, signLicense } from './sign-license.js';
export type { LeafSigner } from './leaf-signer.js';
export {
  createStatusBits,
  documentStatuses,
  setStatus,
  signStatusList,
} from './sign-status-list.js';
export type { DocumentStatusValue, StatusListDraft } from './sign-status-list.js';
export { signTrustList } from './sign-trust-list.js';
export type { TrustListDraft } from './sign-trust-list.js';
export { signAccessToken } from './sign-access-token.js';
export { exportPublicKey } from './export-public-key.js';
export type { ExportedPublicKey, PublishedJwk } from './export-public-key.js';
export { createLeafCertificate, createRootCertificate } from './x509.js';
export type { CertificateTerms, LeafCertificateRequest, RootCertificateRequest } from './x509.js';
export { openPkcs12, sealPkcs12 } from './pkcs12.js';
export type { KeyStoreContents, OpenedKeyStore } from './pkcs12.js';
export { KeyStoreError, keyStoreCodes } from './key-store-error.js';
export type { KeyStoreCode } from './key-store-error.js';
export { createDomainKey } from './create-domain-key.js';
export { createSerial } from './create-serial.js';
export { parseLicensedDomain } from './parse-licensed-domain.js';
export type { LicensedDomainParsing } from './parse-licensed-domain.js';
export { randomStatusIndex, statusListSize, statusListUri } from './status-slots.js';
export type { StatusListAddress } from './status-slots.js';
export { newDocumentId, newIssuerId, newLicenseId, newTokenId } from './new-ids.js';
