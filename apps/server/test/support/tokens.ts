import { encodeBase64Url } from '@licet/core';
import type { Answer, TestServer } from './test-server.js';

export const tokenPaths = {
  exchange: '/token/TokenAccess/validate/apikey',
  generate: '/token/TokenAccess/generate/accesstoken',
  validate: '/token/TokenAccess/validate/accesstoken',
} as const;

export interface Setting {
  readonly id: number;
  readonly secret: string;
}

/** Creates a token setting of an hour. */
export async function createSetting(server: TestServer, draft: object = {}): Promise<Setting> {
  const answer = await server.post('/v1/token-settings', {
    issuer: 'Acme',
    audience: 'acme-api',
    lifetimeSeconds: 3600,
    ...draft,
  });
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.json;
}

/** Makes a token by operation 9. */
export async function generateToken(
  server: TestServer,
  tokenSettingId: number,
  uniqueIdentifier = 'DEVICE12345',
): Promise<string> {
  const answer = await server.post(tokenPaths.generate, { uniqueIdentifier, tokenSettingId });
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.json.access_token;
}

/** Asks operation 10. */
export const validateToken = (
  server: TestServer,
  tokenSettingId: number,
  token: string,
): Promise<Answer> => server.post(tokenPaths.validate, { token, tokenSettingId });

/** Asks operation 8 for a key; the answer tells whether there is one. */
export const exchangeToken = (
  server: TestServer,
  token: string,
  identifier = 'DEVICE12345',
): Promise<Answer> =>
  server.post(tokenPaths.exchange, { token, identifier }, { key: server.keys.client });

/** The status that a client key is answered with. */
export const statusFor = async (server: TestServer, key: string): Promise<number> =>
  (await server.post('/gen/LicenseGen/check/license-status', { domainKey: 'x' }, { key })).status;

export const decodePart = (token: string, part: 0 | 1): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[part]!, 'base64url').toString()) as Record<
    string,
    unknown
  >;

/** The token with other claims under the old signature. */
export function forge(token: string, changes: object): string {
  const [header, , signature] = token.split('.');
  const payload = encodeBase64Url(JSON.stringify({ ...decodePart(token, 1), ...changes }));
  return [header, payload, signature].join('.');
}
