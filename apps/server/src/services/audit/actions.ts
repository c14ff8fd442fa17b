/**
 * Everything that is written into the audit log: `thing.verb`, each for one change that somebody asked for. The list is closed; add a
 * line to it together with the write.
 *
 * Not in it, because an entry for each would bury the changes that people look for, and none of them gives anybody a right that was not
 * recorded when it was given: heartbeats and releases of leases (the checkout is), access tokens minted by a setting (the setting
 * is), the last use of API keys and sessions, places reserved in status lists, published status lists, remembered answers, and everything that only reads.
 */
export const auditActions = [
  'account.create',
  'account.restore',
  'product.create',
  'product.update',
  'license.create',
  'license.update',
  'license.renew',
  'license.re-sign',
  'license.suspend',
  'license.reinstate',
  'license.revoke',
  'license.transfer',
  'license.rekey',
  'activation.create',
  'activation.revoke',
  'holder.update',
  'holder.delete',
  'lease.checkout',
  'lease.borrow',
  'token-setting.create',
  'token-setting.update',
  'token-setting.rotate',
  'token-setting.delete',
  'api-key.create',
  'api-key.mint',
  'api-key.revoke',
  'signing-key.rotate',
  'signing-key.burn',
  'signing-key.export',
  'user.create',
  'user.update',
  'user.delete',
  'session.create',
  'session.end',
  'invitation.create',
] as const;

/** One of {@link auditActions}. */
export type AuditAction = (typeof auditActions)[number];

/**
 * The members that details may have. None can hold a key, a secret, or a person's name or address: names of products, of API keys and
 * of holders are looked up where they are kept.
 */
export const auditDetailNames = [
  'kind',
  'scope',
  'use',
  'state',
  'previousState',
  'generation',
  'validFrom',
  'validTo',
  'previousValidTo',
  'expiresAt',
  'termDays',
  'proofDays',
  'transferLimit',
  'activationsPerDay',
  'features',
  'policy',
  'maintenanceSupported',
  'maintenanceUntil',
  'holderChanged',
  'lifetimeSeconds',
  'allowsClientKeys',
  'seats',
  'previousSeats',
  'domain',
  'previousDomain',
  'domainScope',
  'licenseId',
  'settingId',
  'previousKid',
  'nextKid',
] as const;

/** What an entry says beside who, what and when: a flat object. Features stand in one text with spaces between, a policy as its JSON. */
export type AuditDetails = Readonly<
  Partial<Record<(typeof auditDetailNames)[number], string | number | boolean>>
>;
