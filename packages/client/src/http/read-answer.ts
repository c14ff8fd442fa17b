import { failure, type Failure, type Result } from '../problem.js';
import type { ClientSettings } from '../options.js';
import type { HttpAnswer } from './exchange.js';
import { parseRetryAfter } from './retry-after.js';

/** What an answer means. Codes: the server's, and `invalid_answer`. */
export function readAnswer(
  settings: Pick<ClientSettings, 'apiKey' | 'baseUrl' | 'clock'>,
  answer: HttpAnswer,
  isText: boolean,
): Result<unknown> {
  const { status, headers, text } = answer;
  const { baseUrl } = settings;
  if (status < 200 || status > 299) return readProblem(settings, answer);
  if (status === 204) return { ok: true, data: undefined };
  if (isText) {
    return isType(headers, /^text\/html$/)
      ? notOfTheApi(baseUrl, status)
      : { ok: true, data: text };
  }
  const data = isType(headers, /^application\/(.+\+)?json$/) ? parseJson(text) : undefined;
  return data === undefined ? notOfTheApi(baseUrl, status) : { ok: true, data };
}

function readProblem(
  { apiKey, baseUrl, clock }: Pick<ClientSettings, 'apiKey' | 'baseUrl' | 'clock'>,
  { status, headers, text }: HttpAnswer,
): Failure {
  const retryAfter = parseRetryAfter(headers.get('retry-after'), clock());
  const body = isType(headers, /^application\/problem\+json$/) ? parseJson(text) : undefined;
  const { code, detail, field } = toRecord(body);
  if (typeof code !== 'string' || !/^[a-z][a-z0-9_]{0,63}$/.test(code) || code === apiKey)
    return { ok: false, problem: { ...notOfTheApi(baseUrl, status).problem, ...retryAfter } };
  const problem = {
    code,
    detail: toLine(detail, apiKey),
    status,
    ...(typeof field === 'string' && { field: toLine(field, apiKey) }),
    ...retryAfter,
  };
  return { ok: false, problem };
}

function notOfTheApi(baseUrl: string, status: number): Failure {
  const detail = `${baseUrl} is not a Licet server, or something else answers in its place (status ${status}): check the address.`;
  return { ok: false, problem: { ...failure('invalid_answer', detail).problem, status } };
}

/** What somebody else wrote goes to logs as one short line, and never repeats the key. */
function toLine(value: unknown, apiKey: string): string {
  const text = typeof value === 'string' ? value : '';
  return text
    .replaceAll(apiKey, '[API key]')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .slice(0, 500);
}

function isType(headers: Headers, pattern: RegExp): boolean {
  const [type = ''] = (headers.get('content-type') ?? '').split(';');
  return pattern.test(type.trim().toLowerCase());
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function toRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
