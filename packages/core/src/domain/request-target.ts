import { readAuthority } from './authority.js';
import type { RequestFacts } from './request-facts.js';

/** What a request target says about the host: nothing, a host, or something that is not to be trusted at all. */
export type TargetHost =
  | { readonly kind: 'none' }
  | { readonly kind: 'host'; readonly host: string }
  | { readonly kind: 'malformed' };

const none: TargetHost = Object.freeze({ kind: 'none' });
const malformed: TargetHost = Object.freeze({ kind: 'malformed' });

/**
 * Reads the host out of a request target (RFC 9112 section 3.2).
 *
 * - Origin-form begins with a slash and names no host: `//evil.test` is a path.
 * - Absolute-form names the host between `scheme://` and the next "/" or "?".
 * - Authority-form is for CONNECT, and CONNECT of HTTP/1 has no other form.
 * - Asterisk-form is for OPTIONS.
 *
 * In HTTP/2 the target is `:path`; CONNECT has none (RFC 9113 section 8.5) or an ordinary one (RFC 8441 section 4).
 */
export function readTargetHost({ method, url, authority }: RequestFacts): TargetHost {
  if (method === 'CONNECT' && authority === undefined) return named(url);
  if (url.charCodeAt(0) === 0x2f) return none;
  if (url === '*' && method === 'OPTIONS') return none;
  if (url === '' && method === 'CONNECT') return none;
  const [, absolute] = absoluteForm.exec(url) ?? [];
  return absolute === undefined ? malformed : named(absolute);
}

/** The fragment sign does not end the authority: it cannot be in a request target, so it is left to be refused. */
const absoluteForm = /^[A-Za-z][A-Za-z\d+.-]*:\/\/([^/?]*)/;

function named(authority: string): TargetHost {
  const host = readAuthority(authority);
  return host === undefined ? malformed : { kind: 'host', host };
}
