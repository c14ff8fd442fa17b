/** What came of asking for a list. `unchanged`: the one that was had before still is the newest. */
export type ListFetch =
  | { readonly ok: true; readonly text: string; readonly etag: string | undefined }
  | { readonly ok: true; readonly unchanged: true }
  | { readonly ok: false; readonly detail: string };

/** How a list is asked for. */
export interface ListRequest {
  readonly address: string;
  /** Of the one that was had before. */
  readonly etag: string | undefined;
  readonly mostCharacters: number;
  readonly timeoutMilliseconds: number;
  readonly fetch: typeof fetch;
  readonly signal: AbortSignal;
}

/** Asks an address for a list. What it says is signed, so that it may come from anywhere. Never throws. */
export async function fetchList(request: ListRequest): Promise<ListFetch> {
  const { address, etag, timeoutMilliseconds, signal } = request;
  const deadline = AbortSignal.timeout(timeoutMilliseconds);
  try {
    const response = await request.fetch(address, {
      headers: {
        accept: 'application/statuslist+jwt, application/trust+jwt',
        ...(etag !== undefined && { 'if-none-match': etag }),
      },
      signal: AbortSignal.any([signal, deadline]),
    });
    return await readResponse(response, request.mostCharacters);
  } catch {
    const why = deadline.aborted ? 'took too long' : 'cannot be reached';
    return { ok: false, detail: `The address of the list ${why}.` };
  }
}

async function readResponse(response: Response, mostCharacters: number): Promise<ListFetch> {
  if (response.status === 304) return { ok: true, unchanged: true };
  if (response.status !== 200) {
    await response.body?.cancel();
    return { ok: false, detail: `The address of the list answered ${String(response.status)}.` };
  }
  const text = await readBounded(response, mostCharacters);
  return text === undefined
    ? { ok: false, detail: 'The answer is longer than any list.' }
    : { ok: true, text, etag: response.headers.get('etag') ?? undefined };
}

/** A list is ASCII; whatever else comes is refused by its grammar. */
async function readBounded(
  response: Response,
  mostCharacters: number,
): Promise<string | undefined> {
  const latin1 = new TextDecoder('latin1');
  let text = '';
  if (response.body === null) return text;
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    text += latin1.decode(chunk);
    // Leaving the loop cancels the rest.
    if (text.length > mostCharacters) return undefined;
  }
  return text;
}
