/** Values for the examples of the document, in the form of real ones. They belong to nobody. */
export const examples = {
  productCode: 'my-shop',
  productName: 'My Shop',
  domain: 'example.com',
  licenseId: 'lic_2c5rm7r3w6hj2vyk4qzt7n3xqa',
  apiKeyId: 'key_4vqk2hmz7pd3xw6rt5cn2jbyaq',
  apiKey: 'licet_pk_r7Cq2mXv5TzK9bWn4HdJ6sYp3GfL8aEuRkVt',
  kid: 'b0vYq2r3mVnQJ0m0sD3l8yN1o7wqf3q2o0cKpX9mT4E',
  instant: '2026-12-30T13:02:38Z',
  /** Base64 of a license file, cut short. */
  file: 'ZXlKaGJHY2lPaUpTVXpJMU5pSjku',
  jws: 'eyJhbGciOiJSUzI1NiJ9.eyJwcm9kdWN0IjoibXktc2hvcCJ9.c2lnbmF0dXJl',
  modulus: '0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAt',
  pem: '-----BEGIN PUBLIC KEY-----\nMIIBoj…\n-----END PUBLIC KEY-----\n',
  xml: '<RSAKeyValue><Modulus>0vx7…</Modulus><Exponent>AQAB</Exponent></RSAKeyValue>',
} as const;
