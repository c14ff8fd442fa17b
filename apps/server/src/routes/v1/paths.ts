/** The paths of the management surface. */
export const v1Paths = {
  products: '/v1/products',
  product: '/v1/products/:code',
  signingKeys: '/v1/signing-keys',
  burnSigningKey: '/v1/signing-keys/:kid/burn',
  statusList: '/v1/status-lists/:list',
  trustList: '/v1/trust',
  apiKeys: '/v1/api-keys',
  revokeApiKey: '/v1/api-keys/:id/revoke',
  licenses: '/v1/licenses',
  license: '/v1/licenses/:id',
  licenseFile: '/v1/licenses/:id/file',
  licenseAction: (action: string) => `/v1/licenses/:id/${action}`,
} as const;
