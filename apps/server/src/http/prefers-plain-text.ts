/**
 * Whether an `Accept` header (RFC 9110 section 12.5.1) asks for plain text: by name, and more than for any kind of JSON. Clients that list
 * everything they can read, text among it, get JSON.
 */
export function prefersPlainText(accept: string | undefined): boolean {
  if (accept === undefined) return false;
  const ranges = accept.toLowerCase().split(',').map(parseRange);
  const plain = highest(ranges.filter(({ type }) => type === 'text/plain'));
  const json = highest(ranges.filter(({ type }) => /^(application|text)\/(.*\+)?json$/.test(type)));
  return plain > json;
}

interface MediaRange {
  readonly type: string;
  readonly quality: number;
}

function parseRange(text: string): MediaRange {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim());
  const quality = parameters.find((parameter) => parameter.startsWith('q='));
  return { type, quality: quality === undefined ? 1 : Number(quality.slice(2)) || 0 };
}

function highest(ranges: readonly MediaRange[]): number {
  return Math.max(0, ...ranges.map(({ quality }) => quality));
}
