/** The paths of the management surface. */
export const v1Paths = {
  products: '/v1/products',
  product: '/v1/products/:code',
  signingKeys: '/v1/signing-keys',
  apiKeys: '/v1/api-keys',
  revokeApiKey: '/v1/api-keys/:id/revoke',
  licenses: '/v1/licenses',
  license: '/v1/licenses/:id',
  licenseFile: '/v1/licenses/:id/file',
  licenseAction: (action: string) => `/v1/licenses/:id/${action}`,
  tokenSettings: '/v1/token-settings',
  tokenSetting: '/v1/token-settings/:id',
  rotateTokenSecret: '/v1/token-settings/:id/rotate',
} as const;
