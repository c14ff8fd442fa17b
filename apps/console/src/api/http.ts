/** What the server says when it refuses (RFC 9457), or what we say when it does not answer. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly field?: string;
  /** Seconds to wait before the next try. */
  readonly retryAfter?: number;
}

/** A refused request. */
class RequestFailed extends Error {
  override readonly name = 'RequestFailed';
  constructor(readonly problem: Problem) {
    super(problem.detail);
  }
}

/** How to ask. */
export interface RequestOptions {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly body?: object;
  readonly query?: Readonly<Record<string, string | undefined>>;
  /** Makes a repetition of the request harmless. */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
}

let csrfToken = '';
let onSignedOut: () => void = () => undefined;

/** Notes the token that changes are sent with. */
export function rememberCsrfToken(token: string): void {
  csrfToken = token;
}

/** Says what to do when a session is over. */
export function listenForSignOut(listener: () => void): void {
  onSignedOut = listener;
}

/** Asks for JSON. Throws {@link RequestFailed} for anything but a success. `path` counts from the server's root. */
export async function requestJson<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const response = await send(path, options);
  return (await response.json()) as T;
}

/** Asks for a text, such as a license file. */
export async function requestText(path: string): Promise<string> {
  const response = await send(path, {});
  return response.text();
}

async function send(path: string, options: RequestOptions): Promise<Response> {
  const response = await reach(path, options);
  if (response.ok) return response;
  const problem = await readProblem(response);
  if (['signed_out', 'unauthorized'].includes(problem.code)) onSignedOut();
  throw new RequestFailed(problem);
}

async function reach(path: string, options: RequestOptions): Promise<Response> {
  const { method = 'GET', body, query = {}, idempotencyKey, signal } = options;
  // The page lies in /console/, wherever a proxy puts that.
  const url = new URL(`..${path}`, document.baseURI);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') url.searchParams.set(name, value);
  }
  try {
    return await fetch(url, {
      method,
      headers: {
        accept: 'application/json, application/problem+json, */*',
        ...(method !== 'GET' && { 'x-csrf-token': csrfToken }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal !== undefined && { signal }),
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new RequestFailed({
      status: 0,
      code: 'unreachable',
      title: 'The server does not answer',
      detail: 'Check the connection and whether the server runs, then try again.',
    });
  }
}

async function readProblem(response: Response): Promise<Problem> {
  const { status } = response;
  const wait = Number(response.headers.get('retry-after') ?? Number.NaN);
  const timing = Number.isFinite(wait) ? { retryAfter: wait } : {};
  try {
    return { ...((await response.json()) as Problem), status, ...timing };
  } catch {
    const detail = `It answered with status ${String(status)}, which it never should. Look into its log.`;
    return {
      status,
      code: 'unexpected',
      title: 'The server did not understand',
      detail,
      ...timing,
    };
  }
}

/** What went wrong, as something to show. */
export function toProblem(error: unknown): Problem {
  if (error instanceof RequestFailed) return error.problem;
  const detail = error instanceof Error ? error.message : String(error);
  return { status: 0, code: 'unexpected', title: 'Something went wrong in this page', detail };
}
