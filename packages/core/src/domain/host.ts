import { readAuthority } from './authority.js';
import { readForwarded } from './forwarded.js';
import { scanHostFields, type HostFields } from './host-fields.js';
import type { RequestFacts } from './request-facts.js';
import { readTargetHost } from './request-target.js';
import type { TrustedProxies } from './trusted-proxies.js';

export type { RequestFacts } from './request-facts.js';

/** The canonical host of a request, or that it has none to be relied on. `detail` never repeats the request. */
export type HostReading = { readonly ok: true; readonly host: string } | HostFailure;

interface HostFailure {
  readonly ok: false;
  readonly code: 'bad_host';
  readonly detail: string;
}

const noHost = fail('The request has no Host field.');
const severalHosts = fail('The request has more than one Host field.');
const malformedHost = fail('The host of the request is malformed.');
const authorityDiffers = fail('The Host field and :authority name different hosts.');
const malformedTarget = fail('The request target is malformed.');
const targetDiffers = fail('The request target names another host than the Host field.');
const severalForwarded = fail('A forwarding header field of the proxy is there more than once.');
const malformedForwarded = fail('A forwarding header field of the proxy is malformed or a list.');
const forwardedDiffers = fail('Forwarded and X-Forwarded-Host name different hosts.');

/**
 * Reads which host a request is for. Frameworks differ in this, and proxies do, so whatever two of them
 * could read differently is refused with the code `bad_host`. In this order:
 *
 * 1. HTTP/1: exactly one Host field, a well-formed `host[:port]` (RFC 9112 section 3.2, RFC 9110 section 7.2).
 *    HTTP/2: `:authority` in its place; a Host field beside it must name the same host (RFC 9113 section 8.3.1),
 *    and where `:authority` is missing, Host decides as in HTTP/1.
 * 2. A request target that names a host must name that one, too. RFC 9112 section 3.2.2 lets the target win
 *    over Host, but an application that reads Host would then serve another host than the one checked.
 * 3. When `proxies` trusts the peer, one `X-Forwarded-Host`, or the `host` of a `Forwarded` field of one element (RFC
 *    7239 sections 4 and 5.3), replaces the host. Both must agree when both are there; a list or a repeated field is
 *    refused, because its left-most value is the client's word. From any other peer they are not even looked at.
 *
 * Ports never matter: they are checked and left out. The result is in the form of `parseDomainName`; only an
 * underscore, or a hyphen at the end of a label, may be in it besides.
 */
export function readHost(facts: RequestFacts, proxies: TrustedProxies): HostReading {
  return resolveHost(scanHostFields(facts, proxies.trusts(facts.remoteAddress)), facts);
}

/** The decision of {@link readHost} over fields that were already collected. */
export function resolveHost(fields: HostFields, facts: RequestFacts): HostReading {
  const own = readOwnHost(fields);
  if (!own.ok) return own;
  const target = readTargetHost(facts);
  if (target.kind === 'malformed') return malformedTarget;
  if (target.kind === 'host' && target.host !== own.host) return targetDiffers;
  return readForwardedHost(fields) ?? own;
}

/** The host that the request to this server is for, whoever sent it. */
function readOwnHost({ authority, host, hostCount }: HostFields): HostReading {
  if (hostCount > 1) return severalHosts;
  const text = authority ?? host;
  if (text === undefined) return noHost;
  const name = readAuthority(text);
  if (name === undefined) return malformedHost;
  const agrees = authority === undefined || host === undefined || readAuthority(host) === name;
  return agrees ? { ok: true, host: name } : authorityDiffers;
}

/** The host that a trusted proxy was asked for, `undefined` when it does not say. */
function readForwardedHost(fields: HostFields): HostReading | undefined {
  const { forwardedHost, forwarded } = fields;
  if (forwardedHost === undefined && forwarded === undefined) return undefined;
  if (fields.forwardedHostCount > 1 || fields.forwardedCount > 1) return severalForwarded;
  const element = forwarded === undefined ? { host: undefined } : readForwarded(forwarded);
  if (element === undefined) return malformedForwarded;
  const named = [forwardedHost, element.host].filter((text) => text !== undefined);
  return named.length === 0 ? undefined : agreeOn(named.map(readAuthority));
}

function agreeOn(hosts: readonly (string | undefined)[]): HostReading {
  const [host] = hosts;
  if (host === undefined || hosts.includes(undefined)) return malformedForwarded;
  return hosts.every((other) => other === host) ? { ok: true, host } : forwardedDiffers;
}

function fail(detail: string): HostFailure {
  return Object.freeze({ ok: false, code: 'bad_host', detail });
}
