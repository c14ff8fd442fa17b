/** An IP address as numbers, and in the one spelling that is ever compared. */
export interface IpAddress {
  /** Dotted decimal, or the form of RFC 5952 section 4 without brackets. */
  readonly canonical: string;
  /** Two groups of 16 bits for IPv4, eight for IPv6. */
  readonly groups: readonly number[];
}

/** As long as an IPv6 address can be written: eight groups, the last two as dotted decimal. */
const maxLength = 45;

const dot = 0x2e;
const colon = 0x3a;
const zero = 0x30;

/**
 * Reads an IPv4 address in canonical dotted decimal (four numbers without leading zeros: nothing that a
 * C library would take for octal, hexadecimal or a shorter form) or an IPv6 address in any form of
 * RFC 4291 section 2.2, without brackets and zone. `undefined` for everything else.
 */
export function parseIpAddress(text: string): IpAddress | undefined {
  if (text.length > maxLength) return undefined;
  if (text.includes(':')) {
    const groups = parseIpv6(text);
    return groups && { canonical: formatIpv6(groups), groups };
  }
  const groups = parseIpv4(text);
  return groups && { canonical: text, groups };
}

/**
 * Turns an IPv4-mapped IPv6 address (RFC 4291 section 2.5.5.2), which is how a dual-stack socket shows
 * an IPv4 peer, into that IPv4 address; any other address stays as it is.
 */
export function foldMappedIpv4(address: IpAddress): IpAddress {
  const { groups } = address;
  const isMapped = groups[5] === 0xffff && !groups.slice(0, 5).some(Boolean);
  if (!isMapped) return address;
  const ipv4 = groups.slice(6);
  return { canonical: formatIpv4(ipv4), groups: ipv4 };
}

/** Whether a canonical host is an IP address: of all canonical names only they hold ":" or end in a number. */
export function isIpAddress(host: string): boolean {
  const last = host.charCodeAt(host.length - 1);
  return host.includes(':') || (last >= 0x30 && last <= 0x39 && parseIpv4(host) !== undefined);
}

/*
 * Both parsers go by character codes and in one pass, because whoever sends a request chooses the text.
 */

function parseIpv4(text: string): readonly number[] | undefined {
  let leading = 0;
  let byte = 0;
  let digits = 0;
  let dots = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === dot && digits > 0 && dots < 3) {
      leading = leading * 256 + byte;
      dots += 1;
      byte = digits = 0;
    } else if (isDigit(code) && (digits === 0 || byte > 0)) {
      byte = byte * 10 + code - zero;
      digits += 1;
      if (byte > 255) return undefined;
    } else return undefined;
  }
  return dots === 3 && digits > 0 ? [leading >> 8, (leading & 0xff) * 256 + byte] : undefined;
}

function parseIpv6(text: string): readonly number[] | undefined {
  const gap = text.indexOf('::');
  const left = parseGroups(text, 0, gap < 0 ? text.length : gap);
  const right = gap < 0 ? [] : parseGroups(text, gap + 2, text.length);
  if (left === undefined || right === undefined) return undefined;
  const missing = 8 - left.length - right.length;
  if (gap < 0 ? missing !== 0 : missing < 1) return undefined;
  return [...left, ...zeroGroups.slice(0, missing), ...right];
}

const zeroGroups: readonly number[] = [0, 0, 0, 0, 0, 0, 0, 0];

/** Groups between single colons; the last 32 bits of the whole text may be dotted decimal. */
function parseGroups(text: string, start: number, end: number): readonly number[] | undefined {
  const groups: number[] = [];
  let groupStart = start;
  let value = 0;
  for (let index = start; index < end; index += 1) {
    const code = text.charCodeAt(index);
    const digit = hexDigit(code);
    if (digit >= 0 && index - groupStart < 4) {
      value = value * 16 + digit;
    } else if (code === colon && index > groupStart) {
      groups.push(value);
      groupStart = index + 1;
      value = 0;
    } else if (code === dot) {
      const ipv4 = parseIpv4(text.slice(groupStart));
      return ipv4 && [...groups, ...ipv4];
    } else return undefined;
  }
  if (groupStart < end) groups.push(value);
  return groupStart < end || start === end ? groups : undefined;
}

function hexDigit(code: number): number {
  const lower = code | 0x20;
  if (isDigit(code)) return code - zero;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

function isDigit(code: number): boolean {
  return code >= zero && code <= 0x39;
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
  for (let index = 0; index < groups.length; index += 1) {
    if (groups[index] !== 0) start = index + 1;
    else if (index + 1 - start > longest.length) longest = { start, length: index + 1 - start };
  }
  return longest;
}
