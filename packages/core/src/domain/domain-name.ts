import { domainToASCII } from 'node:url';
import { parseIpAddress } from './ip-address.js';

/** A canonical name, or why the text is none. `detail` is a fixed sentence that never repeats the input. */
export type DomainNameParsing =
  | { readonly ok: true; readonly name: string; readonly kind: 'dns' | 'ip' }
  | { readonly ok: false; readonly detail: string };

const maxNameLength = 253;
/** A name may be longer in Unicode than in ASCII, but not without bound: Punycode is not linear. */
const maxTextLength = 1024;

/**
 * Turns what a person types into the one spelling that is signed and compared: lower-case ASCII, at most one
 * trailing dot dropped, labels of letters, digits and inner hyphens (1 to 63, together at most 253). Unicode
 * is mapped by UTS 46 (non-transitional). An IPv4 address must be in dotted decimal; IPv6 comes with or without
 * brackets and leaves without. No scheme, port, path, user, wildcard, percent sign or white space.
 *
 * Text in ASCII never passes the Unicode tables, so that its answer is the same with every version of Node.
 */
export function parseDomainName(text: string): DomainNameParsing {
  if (text.length > maxTextLength) return refuse('The name is longer than 253 characters.');
  if (text.includes(':')) return parseIpv6(text);
  if (isAscii(text)) return parseAsciiName(text.toLowerCase());
  return parseUnicodeName(text);
}

function parseIpv6(text: string): DomainNameParsing {
  const bracketed = text.startsWith('[') && text.endsWith(']');
  const address = parseIpAddress(bracketed ? text.slice(1, -1) : text);
  return address?.canonical.includes(':') === true
    ? { ok: true, name: address.canonical, kind: 'ip' }
    : refuse(
        'Give the name alone: no scheme, port or user; an IPv6 address in its usual form without a zone.',
      );
}

/**
 * The ASCII characters of the text are checked before the mapping, because `domainToASCII` is the URL parser: it would
 * drop tabs, decode percent signs and stop at a slash. Those that come out of the mapping are checked after it.
 */
function parseUnicodeName(text: string): DomainNameParsing {
  const ascii = /^[A-Za-z0-9.\-\u0080-\uffff]*$/.test(text) ? domainToASCII(text) : '';
  if (ascii === '') return refuse('The name has a character that no domain name can have.');
  const parsing = parseAsciiName(ascii);
  return parsing.ok && parsing.kind === 'ip'
    ? refuse('Write an IP address in ASCII digits.')
    : parsing;
}

function parseAsciiName(text: string): DomainNameParsing {
  const name = text.endsWith('.') ? text.slice(0, -1) : text;
  if (name.length > maxNameLength) return refuse('The name is longer than 253 characters.');
  const labels = name.split('.');
  const wrong = labels.map(judgeLabel).find((judgment) => judgment !== undefined);
  if (wrong !== undefined) return refuse(wrong);
  if (!isNumber(labels.at(-1) ?? '')) return { ok: true, name, kind: 'dns' };
  return parseIpAddress(name) === undefined
    ? refuse('The last label is a number, but the name is not an IPv4 address in dotted decimal.')
    : { ok: true, name, kind: 'ip' };
}

function judgeLabel(label: string): string | undefined {
  if (label === '') return 'A label of the name is empty.';
  if (label.length > 63) return 'A label of the name is longer than 63 characters.';
  if (!/^[a-z0-9-]+$/.test(label))
    return 'Use letters, digits and hyphens only: no wildcard, space, path or user.';
  return label.startsWith('-') || label.endsWith('-')
    ? 'A label begins or ends with a hyphen.'
    : undefined;
}

/** What a URL parser takes for the end of an IPv4 address (WHATWG URL, "ends in a number"): decimal, or hexadecimal after 0x. */
function isNumber(label: string): boolean {
  return /^(?:\d+|0x[\da-f]*)$/.test(label);
}

function isAscii(text: string): boolean {
  return !/[^\0-\x7f]/.test(text);
}

function refuse(detail: string): DomainNameParsing {
  return { ok: false, detail };
}
