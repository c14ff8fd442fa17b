import { isIpAddress } from './ip-address.js';
import type { RequestFacts } from './request-facts.js';

const loopbackHost = /^(?:127\.|::1$)/;
const privateHost = /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|f[cd][0-9a-f]{2}:)/;

/**
 * Whether a canonical host names a machine under development: `localhost` and `test` with everything below them (RFC 6761
 * section 6), loopback and private addresses. `.dev` and `.app` are public domains.
 */
export function isDevelopmentHost(host: string): boolean {
  if (isIpAddress(host)) return loopbackHost.test(host) || privateHost.test(host);
  return /(?:^|\.)(?:localhost|test)$/.test(host);
}

const loopbackPeer = /^(?:::ffff:)?127\.\d+\.\d+\.\d+$|^::1$/i;
const forwardingField = /^(?:forwarded|via|x-real-ip|x-forwarded-.*)$/i;

/** Whether a request certainly came from this machine to itself: both ends are loopback and no proxy left a trace. */
export function isLocalRequest({ remoteAddress, localAddress, rawHeaders }: RequestFacts): boolean {
  return (
    loopbackPeer.test(remoteAddress ?? '') &&
    loopbackPeer.test(localAddress ?? '') &&
    !rawHeaders.some((name, index) => index % 2 === 0 && forwardingField.test(name))
  );
}
