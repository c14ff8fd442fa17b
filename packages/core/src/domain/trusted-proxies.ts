import { OptionsError } from '../errors.js';
import { foldMappedIpv4, parseIpAddress, type IpAddress } from './ip-address.js';

/** Decides whose forwarding headers count. */
export interface TrustedProxies {
  /**
   * Whether the peer of a connection, as its socket names it, is a trusted proxy. IPv4-mapped IPv6 is
   * folded; a missing address is the peer of a Unix socket; an address with a zone is never trusted.
   */
  trusts(remoteAddress: string | undefined): boolean;
}

interface Range {
  readonly groups: readonly number[];
  readonly prefixBits: number;
}

const trustNobody: TrustedProxies = { trusts: () => false };

/**
 * Checks a list of trusted proxies: IP addresses, ranges such as `10.0.0.0/8`, and the literal `unix`
 * for peers without an address. Name `unix` only in an app that listens on nothing but a Unix
 * socket, because the address of a connection that is already closed is missing, too.
 * @throws OptionsError naming the entry, such as `trustedProxies[1]`, and what to write instead.
 */
export function createTrustedProxies(list: readonly string[]): TrustedProxies {
  if (!Array.isArray(list)) throw new OptionsError('trustedProxies', 'Give an array of strings.');
  if (list.length === 0) return trustNobody;
  const trustsUnix = list.includes('unix');
  const ranges = list.flatMap((entry, index) =>
    entry === 'unix' ? [] : [parseRange(entry, index)],
  );
  return rememberLast((remoteAddress) =>
    remoteAddress === undefined ? trustsUnix : isWithinAny(remoteAddress, ranges),
  );
}

/** A proxy sends request after request over few addresses, so that remembering one answer saves nearly every parse. */
function rememberLast(trusts: TrustedProxies['trusts']): TrustedProxies {
  let lastAddress: string | undefined;
  let lastAnswer = trusts(undefined);
  return {
    trusts(remoteAddress) {
      if (remoteAddress !== lastAddress) {
        lastAnswer = trusts(remoteAddress);
        lastAddress = remoteAddress;
      }
      return lastAnswer;
    },
  };
}

function isWithinAny(remoteAddress: string, ranges: readonly Range[]): boolean {
  const address = parseIpAddress(remoteAddress);
  if (address === undefined) return false;
  const { groups } = foldMappedIpv4(address);
  return ranges.some((range) => groups.length === range.groups.length && hasPrefix(groups, range));
}

function hasPrefix(groups: readonly number[], range: Range): boolean {
  return range.groups.every((expected, index) => {
    const mask = groupMask(range.prefixBits, index);
    return ((groups[index] ?? 0) & mask) === (expected & mask);
  });
}

/** The bits of the 16-bit group at `index` that a prefix of so many bits covers. */
function groupMask(prefixBits: number, index: number): number {
  const covered = Math.min(16, Math.max(0, prefixBits - index * 16));
  return (0xffff << (16 - covered)) & 0xffff;
}

function parseRange(entry: unknown, index: number): Range {
  const [addressText = '', prefixText, more] = typeof entry === 'string' ? entry.split('/') : [];
  const address = parseIpAddress(addressText);
  if (address === undefined || more !== undefined) throw badEntry(entry, index);
  const width = address.groups.length * 16;
  const prefixBits = prefixText === undefined ? width : parsePrefix(prefixText);
  if (prefixBits === undefined || prefixBits > width) throw badEntry(entry, index);
  const range = foldRange(address, prefixBits);
  if (hasHostBits(range)) throw hostBitsSet(addressText, prefixBits, index);
  return range;
}

/** Peers are folded before they are compared, so a range inside `::ffff:0:0/96` is an IPv4 range. */
function foldRange(address: IpAddress, prefixBits: number): Range {
  const folded = foldMappedIpv4(address);
  const isMapped = folded !== address && prefixBits >= 96;
  return isMapped
    ? { groups: folded.groups, prefixBits: prefixBits - 96 }
    : { groups: address.groups, prefixBits };
}

function parsePrefix(text: string): number | undefined {
  return /^(?:0|[1-9]\d{0,2})$/.test(text) ? Number(text) : undefined;
}

/** `10.1.2.3/8` is more often a slip of the keyboard than the range 10.0.0.0/8. */
function hasHostBits(range: Range): boolean {
  return range.groups.some((group, index) => (group & ~groupMask(range.prefixBits, index)) !== 0);
}

function badEntry(entry: unknown, index: number): OptionsError {
  return new OptionsError(
    `trustedProxies[${index}]`,
    `${describe(entry)} is neither an IP address nor a range. Write an address such as "127.0.0.1" or "::1", ` +
      'a range such as "10.0.0.0/8", or "unix"; not a host name, a port, a zone or brackets.',
  );
}

function hostBitsSet(address: string, prefixBits: number, index: number): OptionsError {
  return new OptionsError(
    `trustedProxies[${index}]`,
    `${address}/${prefixBits} has bits set behind its prefix. Write the first address of the range, ` +
      `or "${address}" alone for the one proxy.`,
  );
}

function describe(entry: unknown): string {
  return typeof entry === 'string'
    ? JSON.stringify(entry.slice(0, 64))
    : `A value of type ${typeof entry}`;
}
