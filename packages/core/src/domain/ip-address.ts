/** An IP address as numbers, and in the one spelling that is ever compared. */
export interface IpAddress {
  /** Dotted decimal, or the form of RFC 5952 section 4 without brackets. */
  readonly canonical: string;
  /** Two groups of 16 bits for IPv4, eight for IPv6. */
  readonly groups: readonly number[];
}

/** As long as an IPv6 address can be written: eight groups, the last two as dotted decimal. */
const maxLength = 45;

/**
 * Reads an IPv4 address in canonical dotted decimal (four numbers without leading zeros: nothing that a
 * C library would take for octal, hexadecimal or a shorter form) or an IPv6 address in any form of
 * RFC 4291 section 2.2, without brackets and zone. `undefined` for everything else.
 */
export function parseIpAddress(text: string): IpAddress | undefined {
  if (text.length > maxLength) return undefined;
  const groups = text.includes(':') ? parseIpv6(text) : parseIpv4(text);
  return groups && toIpAddress(groups);
}

/**
 * Turns an IPv4-mapped IPv6 address (RFC 4291 section 2.5.5.2), which is how a dual-stack socket shows
 * an IPv4 peer, into that IPv4 address; any other address stays as it is.
 */
export function foldMappedIpv4(address: IpAddress): IpAddress {
  const { groups } = address;
  const mapped = groups.length === 8 && groups[5] === 0xffff && !groups.slice(0, 5).some(Boolean);
  return mapped ? toIpAddress(groups.slice(6)) : address;
}

/** Whether a canonical host is an IP address: of all canonical names only they hold ":" or end in a number. */
export function isIpAddress(host: string): boolean {
  const last = host.charCodeAt(host.length - 1);
  return host.includes(':') || (last >= 0x30 && last <= 0x39 && parseIpv4(host) !== undefined);
}

function toIpAddress(groups: readonly number[]): IpAddress {
  const canonical = groups.length === 2 ? formatIpv4(groups) : formatIpv6(groups);
  return { canonical, groups };
}

function parseIpv4(text: string): readonly number[] | undefined {
  if (text.length > 15) return undefined;
  const bytes = text.split('.').map(parseByte);
  if (bytes.length !== 4) return undefined;
  const [a, b, c, d] = bytes;
  if (a === undefined || b === undefined || c === undefined || d === undefined) return undefined;
  return [a * 256 + b, c * 256 + d];
}

const decimalByte = /^(?:0|[1-9]\d{0,2})$/;

function parseByte(text: string): number | undefined {
  const value = decimalByte.test(text) ? Number(text) : 256;
  return value < 256 ? value : undefined;
}

function parseIpv6(text: string): readonly number[] | undefined {
  const [head = '', tail, more] = text.split('::');
  if (more !== undefined) return undefined;
  const left = parseGroups(head, tail === undefined);
  const right = parseGroups(tail ?? '', true);
  if (left === undefined || right === undefined) return undefined;
  const missing = 8 - left.length - right.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  return [...left, ...new Array<number>(missing).fill(0), ...right];
}

const hexGroup = /^[\dA-Fa-f]{1,4}$/;

/** Groups between colons; the last 32 bits of the whole address may be dotted decimal. */
function parseGroups(text: string, endsAddress: boolean): readonly number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    const ipv4 = endsAddress && index === parts.length - 1 ? parseIpv4(part) : undefined;
    if (ipv4 === undefined && !hexGroup.test(part)) return undefined;
    groups.push(...(ipv4 ?? [Number.parseInt(part, 16)]));
  }
  return groups;
}

function formatIpv4(groups: readonly number[]): string {
  return groups.map((group) => `${group >> 8}.${group & 0xff}`).join('.');
}

/** RFC 5952: lower case, no leading zeros, the longest run of two or more zero groups (the first of equals) as "::". */
function formatIpv6(groups: readonly number[]): string {
  const run = longestZeroRun(groups);
  const hex = groups.map((group) => group.toString(16));
  if (run.length < 2) return hex.join(':');
  return `${hex.slice(0, run.start).join(':')}::${hex.slice(run.start + run.length).join(':')}`;
}

function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let longest = { start: 0, length: 0 };
  let start = 0;
  for (const [index, group] of groups.entries()) {
    if (group !== 0) start = index + 1;
    else if (index + 1 - start > longest.length) longest = { start, length: index + 1 - start };
  }
  return longest;
}
