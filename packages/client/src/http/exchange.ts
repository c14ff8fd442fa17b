import { failure, type Failure } from '../problem.js';
import type { ClientSettings } from '../options.js';
import { readText } from './read-text.js';

/** A request, ready to be sent. */
export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** The caller's. */
  readonly signal: AbortSignal | undefined;
}

/** A whole answer. */
export interface HttpAnswer {
  readonly ok: true;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

type ExchangeSettings = Pick<
  ClientSettings,
  'fetch' | 'schedule' | 'timeoutMilliseconds' | 'mostAnswerBytes'
>;

/** Sends a request once and reads the whole answer, all within the time allowed. Codes: every client problem code. */
export async function exchange(
  settings: ExchangeSettings,
  request: HttpRequest,
): Promise<HttpAnswer | Failure> {
  const timeout = new AbortController();
  const cancel = settings.schedule(settings.timeoutMilliseconds, () => timeout.abort());
  try {
    return await sendOnce(settings, request, timeout.signal);
  } catch (error) {
    if (request.signal?.aborted === true) return failure('aborted', 'The call was given up.');
    return timeout.signal.aborted
      ? failure('timed_out', 'The server took too long to answer: try again later.')
      : toFailure(error);
  } finally {
    cancel();
  }
}

async function sendOnce(
  { fetch, mostAnswerBytes }: ExchangeSettings,
  { url, method, headers, body, signal }: HttpRequest,
  timeout: AbortSignal,
): Promise<HttpAnswer | Failure> {
  signal?.throwIfAborted();
  const answer = await fetch(url, {
    method,
    headers,
    body: body ?? null,
    // The API key is for this server alone.
    redirect: 'manual',
    signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
  });
  if (answer.type === 'opaqueredirect' || (answer.status >= 300 && answer.status < 400)) {
    await answer.body?.cancel();
    const target = readTarget(answer.headers.get('location'), url, headers);
    const where = target === undefined ? 'elsewhere' : `to ${target}`;
    return failure('redirected', `The server redirects ${where}: give the address it has itself.`);
  }
  const text = await readText(answer, mostAnswerBytes);
  return text === undefined
    ? failure('answer_too_large', 'The answer is longer than any of the API: check the address.')
    : { ok: true, status: answer.status, headers: answer.headers, text };
}

/** Where a redirect leads, without query and whatever else may be long; nothing when it repeats what was sent in secret. */
function readTarget(
  location: string | null,
  url: string,
  headers: HttpRequest['headers'],
): string | undefined {
  if (location === null || !URL.canParse(location, url)) return undefined;
  const { protocol, host, pathname } = new URL(location, url);
  const target = `${protocol}//${host}${pathname}`;
  const key = headers['x-api-key']?.toLowerCase();
  const isTold = key !== undefined && target.toLowerCase().includes(key);
  return isTold || target.length > 300 ? undefined : target;
}

function toFailure(error: unknown): Failure {
  if (isEncodingFault(error)) return failure('invalid_answer', 'The answer is not UTF-8.');
  const code = findErrorCode(error);
  const reason = code === undefined ? '' : ` (${code})`;
  return failure(
    'unreachable',
    `The server cannot be reached${reason}: check address and network.`,
  );
}

function isEncodingFault(error: unknown): boolean {
  return codeOf(error) === 'ERR_ENCODING_INVALID_ENCODED_DATA';
}

/** Messages are left out, as they repeat what was sent. */
function findErrorCode(error: unknown): string | undefined {
  const cause = error instanceof Error ? error.cause : undefined;
  return codeOf(cause) ?? codeOf(error);
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' && /^[A-Z0-9_]{1,64}$/.test(error.code)
    ? error.code
    : undefined;
}
