import { parseStrictJson, type StrictJsonCode } from '@licet/core';
import { fail, succeed, type Failure, type Outcome } from '../problems.js';
import { limits } from './limits.js';

/** A JSON object as it was sent. */
export type JsonBody = Readonly<Record<string, unknown>>;

/** NUL, and surrogates that are not one half of a pair. */
const unstorable = /[\0\p{Cs}]/gu;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Reads a body that two readers could not understand in two ways: one JSON object in UTF-8 without a byte order mark, no member twice in any
 * case, no text that a database could not keep. Codes: `invalid_json`, `duplicate_field`, `invalid_field`.
 */
export function parseBody(bytes: Uint8Array): Outcome<JsonBody> {
  const text = decode(bytes);
  if (text === undefined) return fail('invalid_json', 'Send the body in UTF-8.');
  const parsing = parseStrictJson(text, { maxDepth: limits.jsonDepth });
  if (!parsing.ok) return explanations[parsing.code];
  if (!isObject(parsing.value)) return fail('invalid_json', 'Send a JSON object: { … }.');
  const field = text.includes('\\u') ? findUnstorableField(parsing.value) : undefined;
  return field === undefined
    ? succeed(parsing.value)
    : fail('invalid_field', 'Send text without NUL characters and unpaired surrogates.', field);
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

const explanations: Record<StrictJsonCode, Failure> = {
  not_json: fail('invalid_json', 'Send a body of valid JSON.'),
  too_deep: fail('invalid_json', `Send simpler JSON: at most ${String(limits.jsonDepth)} levels.`),
  duplicate_member: fail(
    'duplicate_field',
    'Send each field once: names that differ only in case are the same.',
  ),
};

function isObject(value: unknown): value is JsonBody {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function findUnstorableField(body: JsonBody): string | undefined {
  const found = Object.entries(body).find(
    ([name, value]) => !isStorable(name) || !isStorable(value),
  );
  return found?.[0].replaceAll(unstorable, '');
}

function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return value.search(unstorable) < 0;
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([name, member]) => isStorable(name) && isStorable(member));
}
