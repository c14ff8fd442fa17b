import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../services/context.js';

/**
 * The cookie of a session: no script can read it, no other site causes it to be sent. It lasts until the browser is closed, and on the server until
 * the session is over. Where the server is reached by https, the prefix keeps neighbors under the same domain from setting it (RFC 6265bis section 4.1.3.2).
 */
export interface SessionCookie {
  read(request: FastifyRequest): string | undefined;
  set(reply: FastifyReply, token: string): void;
  clear(reply: FastifyReply): void;
}

export function createSessionCookie({ publicUrl }: Pick<Context, 'publicUrl'>): SessionCookie {
  const isSecure = publicUrl?.startsWith('https:') === true;
  const name = isSecure ? '__Host-licet-session' : 'licet-session';
  const attributes = `; Path=/; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`;
  return {
    read: ({ headers }) => readCookie(headers.cookie, name),
    set: (reply, token) => void reply.header('set-cookie', `${name}=${token}${attributes}`),
    clear: (reply) => void reply.header('set-cookie', `${name}=${attributes}; Max-Age=0`),
  };
}

/** The value of a cookie, when it has the form of our tokens. */
function readCookie(header: string | undefined, name: string): string | undefined {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim());
  const pair = pairs.find((one) => one.startsWith(`${name}=`));
  const value = pair?.slice(name.length + 1) ?? '';
  return /^[\w-]{43}$/.test(value) ? value : undefined;
}
