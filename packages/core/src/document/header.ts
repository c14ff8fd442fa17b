import type { JsonObject } from './jws.js';

/** The protected header of a signed document. Only statements of the root (`leaf+jwt`, `trust+jwt`) have no `leaf`. */
export interface DocumentHeader {
  readonly typ: string;
  readonly kid: string;
  readonly leaf: string | undefined;
}

const members = ['alg', 'typ', 'kid', 'leaf'];

/**
 * Checks that the header has exactly the members of the format, so that nothing in it (`crit`, `jku`, `jwk`, `x5c`, another
 * `alg`) can steer a verification (RFC 8725 sections 3.1 and 3.10).
 */
export function toDocumentHeader(header: JsonObject): DocumentHeader | undefined {
  if (Object.keys(header).some((name) => !members.includes(name))) return undefined;
  const { alg, typ, kid, leaf } = header;
  if (alg !== 'RS256' || typeof typ !== 'string' || typeof kid !== 'string') return undefined;
  return leaf === undefined || typeof leaf === 'string' ? { typ, kid, leaf } : undefined;
}
