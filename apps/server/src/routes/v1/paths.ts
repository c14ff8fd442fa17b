/** The paths of the management surface. */
export const v1Paths = {
  products: '/v1/products',
  product: '/v1/products/:code',
  signingKeys: '/v1/signing-keys',
  apiKeys: '/v1/api-keys',
  revokeApiKey: '/v1/api-keys/:id/revoke',
  auditLog: '/v1/audit-log',
  licenses: '/v1/licenses',
  license: '/v1/licenses/:id',
  licenseFile: '/v1/licenses/:id/file',
  licenseAction: (action: string) => `/v1/licenses/:id/${action}`,
  leases: '/v1/leases',
  leaseAction: (action: string) => `/v1/leases/:id/${action}`,
  licenseSeats: '/v1/licenses/:id/seats',
  licenseHolders: '/v1/licenses/:id/holders',
} as const;
