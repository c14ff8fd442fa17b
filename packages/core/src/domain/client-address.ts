import { readForwardedFor } from './forwarded.js';
import { isNamed } from './host-fields.js';
import { foldMappedIpv4, parseIpAddress, type IpAddress } from './ip-address.js';
import type { RequestFacts } from './request-facts.js';
import type { TrustedProxies } from './trusted-proxies.js';

/** Where a request came from, in the spelling that is compared. */
export interface ClientAddress {
  /** Dotted decimal, or as RFC 5952 writes it, without port and zone; `unix` for the peer of a Unix socket. */
  readonly address: string;
  /** What one client is counted by: the IPv4 address itself, or the /64 of IPv6, all of which one subscriber has. */
  readonly network: string;
}

/**
 * Reads who sent a request. That is the peer of the connection, unless `proxies` trusts it: then it is the right-most address in
 * `X-Forwarded-For` or in the `for` of `Forwarded` (RFC 7239 section 5.2) that is not a trusted proxy's, since everything to the
 * left of it is the client's own word. Fields that are given several times are read as one list.
 *
 * Whatever leaves a doubt makes it the peer again: an entry that is no address, `unknown`, or two fields that disagree, because a proxy
 * that writes one of them passes the other on as its client sent it.
 */
export function readClientAddress(
  { rawHeaders, remoteAddress }: Pick<RequestFacts, 'rawHeaders' | 'remoteAddress'>,
  proxies: TrustedProxies,
): ClientAddress {
  if (!proxies.trusts(remoteAddress)) return toPeer(remoteAddress);
  const forwardedFor = joinFields(rawHeaders, 'x-forwarded-for');
  const forwarded = joinFields(rawHeaders, 'forwarded');
  const said = [
    ...(forwardedFor === undefined ? [] : [findClient(splitList(forwardedFor), proxies)]),
    ...(forwarded === undefined ? [] : [findClient(readForwardedFor(forwarded) ?? [], proxies)]),
  ];
  const [client] = said;
  const isAgreed = said.every((other) => other?.canonical === client?.canonical);
  return client !== undefined && isAgreed ? toClient(client) : toPeer(remoteAddress);
}

/** All values of a field as one list (RFC 9110 section 5.3); `undefined` where there is none. */
function joinFields(rawHeaders: readonly string[], name: string): string | undefined {
  let joined: string | undefined;
  for (let index = 1; index < rawHeaders.length; index += 2) {
    if (!isNamed(rawHeaders[index - 1] ?? '', name)) continue;
    const value = rawHeaders[index] ?? '';
    joined = joined === undefined ? value : `${joined}, ${value}`;
  }
  return joined;
}

/** Empty elements mean nothing (RFC 9110 section 5.6.1.2). */
function splitList(list: string): readonly string[] {
  return list
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

/** Goes from the last proxy towards the client, and ends with the first that nobody vouches for. */
function findClient(
  entries: readonly (string | undefined)[],
  proxies: TrustedProxies,
): IpAddress | undefined {
  let client: IpAddress | undefined;
  for (let index = entries.length - 1; index >= 0; index -= 1) {
    client = parseNode(entries[index] ?? '');
    if (client === undefined || !proxies.trusts(client.canonical)) return client;
  }
  return client;
}

const withPort = /^(?:([^:[\]]+)|\[([^[\]]*)\])(?::\d{1,5})?$/;

/** An address with or without a port; IPv6 also without brackets, as `X-Forwarded-For` has it. */
function parseNode(text: string): IpAddress | undefined {
  const [, ipv4, ipv6] = withPort.exec(text) ?? [];
  const address = parseIpAddress(ipv4 ?? ipv6 ?? text);
  const isBracketedIpv4 = ipv6 !== undefined && !ipv6.includes(':');
  return address && !isBracketedIpv4 ? foldMappedIpv4(address) : undefined;
}

function toPeer(remoteAddress: string | undefined): ClientAddress {
  if (remoteAddress === undefined) return { address: 'unix', network: 'unix' };
  const address = parseIpAddress(remoteAddress);
  // With a zone, which nobody but a neighbour on the same link has.
  if (address === undefined) return { address: remoteAddress, network: remoteAddress };
  return toClient(foldMappedIpv4(address));
}

function toClient({ canonical, groups }: IpAddress): ClientAddress {
  if (groups.length === 2) return { address: canonical, network: canonical };
  const prefix = groups.slice(0, 4).map((group) => group.toString(16));
  return { address: canonical, network: `${prefix.join(':')}::/64` };
}
