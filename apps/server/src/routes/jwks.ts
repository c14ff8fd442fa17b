import { Type } from 'typebox';
import { listSigningKeys } from '../db/signing-keys.js';
import type { App } from '../http/app.js';
import { examples } from '../http/examples.js';
import { describeOperation } from '../http/operation.js';
import type { Context } from '../services/context.js';
import { toPublishedKey } from '../services/signing/published-key.js';

/** A public key as others know it (RFC 7517). */
export const Jwk = Type.Object({
  kty: Type.Literal('RSA'),
  n: Type.String({ examples: [examples.modulus] }),
  e: Type.String({ examples: ['AQAB'] }),
  kid: Type.String({ examples: [examples.kid] }),
  alg: Type.Literal('RS256'),
  use: Type.Literal('sig'),
});

/** `/.well-known/jwks.json`: the public keys that count (RFC 7517), for everybody. */
export function addJwks(app: App, { store, account }: Context): void {
  const schema = describeOperation({
    id: 'jwks',
    tag: 'Server',
    summary: 'Public keys',
    isOpen: true,
    answer: Type.Object({ keys: Type.Array(Jwk) }),
  });
  app.get(
    '/.well-known/jwks.json',
    { schema, config: { scope: 'none' } },
    async (_request, reply) => {
      const rows = await listSigningKeys(store.db, account.id);
      const good = rows.filter(({ status }) => status !== 'burnt');
      return reply.send({ keys: good.map((row) => toPublishedKey(row).jwk) });
    },
  );
}
