import type { FastifyRequest } from 'fastify';
import { fail, succeed, type Outcome } from '../problems.js';
import type { Caller } from '../services/api-keys/authenticate.js';
import type { Context } from '../services/context.js';
import { isCsrfToken } from '../services/users/secret-token.js';
import { findSignedIn, type SignedIn } from '../services/users/session.js';
import { crossSite, findCrossSiteFault, isUnsafe } from './cross-site.js';
import { createSessionCookie } from './session-cookie.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set on every route that needs somebody who is signed in. */
    signedIn: SignedIn | undefined;
  }
}

/** Tells who sends a request with a session. Codes: `cross_site_request`, `signed_out`. */
export type SessionReader = (request: FastifyRequest) => Promise<Outcome<SignedIn>>;

const signedOut = fail('signed_out', 'Sign in: there is no session, or it is over.');

/** Changes need the token of the session besides its cookie. */
export function createSessionReader(context: Context): SessionReader {
  const cookie = createSessionCookie(context);
  return async (request) => {
    const fault = findCrossSiteFault(request, context.publicUrl);
    if (fault !== undefined) return fault;
    const token = cookie.read(request);
    const signedIn = token === undefined ? undefined : await findSignedIn(context, token);
    if (signedIn === undefined) return signedOut;
    if (isUnsafe(request) && !hasCsrfToken(request, signedIn)) return crossSite;
    return succeed(signedIn);
  };
}

/** Somebody who is signed in may do what a key of scope `admin` may. */
export function toCaller({ user }: SignedIn, { network }: FastifyRequest): Caller {
  return {
    accountId: user.account_id,
    product: undefined,
    actor: { kind: 'user', id: user.user_id },
    apiKeyId: user.user_id,
    scope: 'admin',
    kind: 'secret',
    network,
    lastUsedAt: null,
  };
}

function hasCsrfToken({ headers }: FastifyRequest, { token }: SignedIn): boolean {
  const text = headers['x-csrf-token'];
  return typeof text === 'string' && isCsrfToken(text, token);
}
