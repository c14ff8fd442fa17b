import { parseIpAddress } from './ip-address.js';
import { findLastLabel } from './labels.js';

const colon = 0x3a;
const dot = 0x2e;
const leftBracket = 0x5b;
const maxNameLength = 253;
/** The longest name, its trailing dot, and a port. */
const maxLength = maxNameLength + 1 + ':65535'.length;

/**
 * Reads `host[:port]` (RFC 9110 section 7.2) and returns the host in canonical form: lower case, without
 * the port and one trailing dot; IPv4 in dotted decimal; IPv6 (in brackets there) as RFC 5952 writes it,
 * without brackets. `undefined` for everything that two readers could read differently: userinfo, path,
 * list, white space, percent-encoding, bytes outside ASCII, empty labels, a port that is empty or above 65535,
 * a zone, and names that end in a number, which a URL parser takes for an IPv4 address (WHATWG URL).
 */
export function readAuthority(text: string): string | undefined {
  if (text.length > maxLength) return undefined;
  return text.charCodeAt(0) === leftBracket ? readBracketed(text) : readName(text);
}

/** Most requests spell their host canonically: one pass, and the text itself is the answer. */
function readName(text: string): string | undefined {
  const lastLabel = text.length > maxNameLength ? -1 : findLastLabel(text, text.length);
  if (lastLabel >= 0 && !isDigit(text.charCodeAt(lastLabel))) return text;
  return nonAscii.test(text) ? undefined : readSpelledName(text.toLowerCase());
}

/** Looked for before lower-casing, which would make an ASCII "k" of the Kelvin sign. */
const nonAscii = /[^\0-\x7f]/;

function readSpelledName(text: string): string | undefined {
  const colonAt = text.indexOf(':');
  const hostEnd = colonAt < 0 ? text.length : colonAt;
  const end = text.charCodeAt(hostEnd - 1) === dot ? hostEnd - 1 : hostEnd;
  const lastLabel = end > maxNameLength ? -1 : findLastLabel(text, end);
  if (lastLabel < 0 || !isPortOrEnd(text, hostEnd)) return undefined;
  const name = text.slice(0, end);
  return isNumber(name.slice(lastLabel)) && parseIpAddress(name) === undefined ? undefined : name;
}

function readBracketed(text: string): string | undefined {
  const closing = text.indexOf(']');
  if (closing < 0 || !isPortOrEnd(text, closing + 1)) return undefined;
  const address = parseIpAddress(text.slice(1, closing));
  return address?.groups.length === 8 ? address.canonical : undefined;
}

/** Whether the text ends at `index`, or goes on with a colon and 1 to 5 digits up to 65535. */
function isPortOrEnd(text: string, index: number): boolean {
  if (index === text.length) return true;
  const digits = text.length - index - 1;
  if (text.charCodeAt(index) !== colon || digits < 1 || digits > 5) return false;
  let port = 0;
  for (let at = index + 1; at < text.length; at += 1) {
    if (!isDigit(text.charCodeAt(at))) return false;
    port = port * 10 + text.charCodeAt(at) - 0x30;
  }
  return port <= 65_535;
}

/** Decimal, or hexadecimal after "0x". */
function isNumber(label: string): boolean {
  return isDigit(label.charCodeAt(0)) && /^(?:\d+|0x[\da-f]*)$/.test(label);
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
