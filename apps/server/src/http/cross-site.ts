import type { FastifyRequest } from 'fastify';
import { fail, type Failure } from '../problems.js';

const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/** Whether a request asks for a change. */
export function isUnsafe({ method }: Pick<FastifyRequest, 'method'>): boolean {
  return !safeMethods.has(method);
}

/**
 * Why a request with a cookie may not come from our own pages: browsers say which page sends one in headers that no script can set (Fetch Metadata,
 * and Origin of RFC 6454). `undefined` when it may; those who are no browser send neither, and have no cookie that they were not given.
 */
export function findCrossSiteFault(
  { method, headers }: FastifyRequest,
  publicUrl: string | undefined,
): Failure | undefined {
  const site = headers['sec-fetch-site'];
  const isFromElsewhere = site !== undefined && site !== 'same-origin' && site !== 'none';
  const isUnasked = site === 'none' && isUnsafe({ method });
  const { origin, host } = headers;
  const isForeign = origin !== undefined && !isOwnOrigin(origin, host, publicUrl);
  return isFromElsewhere || isUnasked || isForeign ? crossSite : undefined;
}

/** The answer to a change that no page of ours sent. */
export const crossSite = fail(
  'cross_site_request',
  'Use the console itself, under its own address: load it again, and sign in if it asks.',
);

/** A proxy may speak https for us, so that only the hosts are compared. */
function isOwnOrigin(
  text: string,
  host: string | undefined,
  publicUrl: string | undefined,
): boolean {
  const origin = URL.parse(text);
  if (origin === null) return false;
  return (
    origin.host === host?.toLowerCase() ||
    (publicUrl !== undefined && origin.origin === URL.parse(publicUrl)?.origin)
  );
}
