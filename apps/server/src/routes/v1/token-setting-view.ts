import { formatInstant } from '@licet/core';
import { Type, type Static } from 'typebox';
import type { TokenSettingRow } from '../../db/tables.js';
import { examples } from '../../http/examples.js';
import { DisplayName, Instant, Int32, ProductName, TokenText } from '../../http/fields.js';
import type { SecretSetting } from '../../services/tokens/create-token-setting.js';

/** Ten years: a token cannot be revoked, so that one for ever would be a mistake. */
const lifetimeSeconds = Type.Integer({
  minimum: 1,
  maximum: 315_576_000,
  description: 'Seconds that a token lasts',
  examples: [examples.lifetimeSeconds],
});
const allowsClientKeys = Type.Boolean({
  description: 'Whether tokens can be exchanged for client keys (operation 8); not by default',
});

/** Body of a creation. */
export const tokenSettingDraft = Type.Object(
  {
    issuer: TokenText('Issuer that tokens name', examples.issuer),
    audience: TokenText('Audience that tokens name', examples.audience),
    lifetimeSeconds,
    name: Type.Optional(DisplayName('What the setting is for', 'API of Acme')),
    allowsClientKeys: Type.Optional(allowsClientKeys),
    product: Type.Optional(
      ProductName('The only product of the keys that tokens are exchanged for'),
    ),
  },
  { additionalProperties: false },
);

/** Body of a change. */
export const tokenSettingPatch = Type.Object(
  {
    name: Type.Optional(DisplayName('What the setting is for', 'API of Acme')),
    lifetimeSeconds: Type.Optional(lifetimeSeconds),
    allowsClientKeys: Type.Optional(allowsClientKeys),
  },
  { additionalProperties: false },
);

/** Body of a rotation. */
export const rotationDraft = Type.Object(
  {
    endsOldTokens: Type.Optional(
      Type.Boolean({
        description:
          'After a theft: end tokens and client keys of before at once, rather than at their own end',
      }),
    ),
  },
  { additionalProperties: false },
);

const properties = {
  id: Int32('Never used again'),
  name: Type.String({ examples: ['API of Acme'] }),
  issuer: Type.String({ examples: [examples.issuer] }),
  audience: Type.String({ examples: [examples.audience] }),
  lifetimeSeconds: Type.Integer({ examples: [examples.lifetimeSeconds] }),
  algorithm: Type.Literal('HS256'),
  allowsClientKeys: Type.Boolean(),
  product: Type.Optional(Type.String({ examples: [examples.productCode] })),
  createdAt: Instant('Creation'),
  deletedAt: Type.Optional(Instant('Deletion')),
};

/** A setting as it is shown. */
export const TokenSetting = Type.Object(properties);

/** A setting with its new secret. */
export const TokenSettingWithSecret = Type.Object({
  ...properties,
  secret: Type.String({
    description: '32 bytes in base64url, shown this once: who holds them can make tokens',
    examples: [examples.tokenSecret],
  }),
});

export function toTokenSetting(row: TokenSettingRow): Static<typeof TokenSetting> {
  const { setting_id: id, name, issuer, audience, algorithm, product } = row;
  return {
    id,
    name,
    issuer,
    audience,
    lifetimeSeconds: row.lifetime_seconds,
    algorithm,
    allowsClientKeys: row.allows_client_keys === 1,
    ...(product !== null && { product }),
    createdAt: formatInstant(row.created_at),
    ...(row.deleted_at !== null && { deletedAt: formatInstant(row.deleted_at) }),
  };
}

export function toSettingWithSecret({
  row,
  secret,
}: SecretSetting): Static<typeof TokenSettingWithSecret> {
  return { ...toTokenSetting(row), secret };
}
