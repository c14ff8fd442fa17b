import { OptionsError } from '@licet/core';

/** Values for the parts of a path in braces, and for its query. */
export interface UrlParts {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
}

/**
 * The address of a request. Throws `OptionsError` for a value that a path cannot hold: missing, empty, or a dot segment, which every
 * reader of addresses takes for a step to another path, encoded or not (RFC 3986 section 5.2.4).
 */
export function toRequestUrl(baseUrl: string, template: string, parts: UrlParts): string {
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeSegment(name, parts.params?.[name]),
  );
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parts.query ?? {})) {
    if (value !== undefined) query.append(name, String(value));
  }
  return baseUrl + path + (query.size > 0 ? `?${query.toString()}` : '');
}

function encodeSegment(name: string, value: unknown): string {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || /^\.{0,2}$|\p{Cs}/u.test(text))
    throw new OptionsError(`params.${name}`, 'expected a text that can be part of a path.');
  return encodeURIComponent(text);
}
