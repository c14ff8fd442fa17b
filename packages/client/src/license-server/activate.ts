import { decodeBase64, maxDocumentLength } from '@licet/core';
import type { LicetClient } from '../create-licet-client.js';
import type { Problem } from '../problem.js';
import type { LicenseOrder } from './options.js';
import type { RefreshFailure } from './refresh.js';

/** Asks the server for the newest license of an order. Its text has the form of one, no more. */
export async function activate(
  client: LicetClient,
  { product, domain, domainKey }: LicenseOrder,
  signal: AbortSignal,
): Promise<{ readonly ok: true; readonly text: string } | RefreshFailure> {
  const body = { scriptName: product, domainName: domain, domainKey };
  const result = await client.post('/web/LicenseWeb/activate/domainlic', { body, signal });
  if (!result.ok) return toFailure(result.problem);
  const text = readLicenseText(result.data);
  return text === undefined
    ? { ok: false, code: 'invalid_answer', detail: 'The answer of the server holds no license.' }
    : { ok: true, text };
}

/** The type of an answer is what the server promised, not what it sent. */
function readLicenseText(answer: unknown): string | undefined {
  if (typeof answer !== 'object' || answer === null || !('licenseFileBase64' in answer))
    return undefined;
  const { licenseFileBase64: base64 } = answer;
  const bytes = typeof base64 === 'string' ? decodeBase64(base64) : undefined;
  if (bytes === undefined || bytes.byteLength > maxDocumentLength) return undefined;
  const text = new TextDecoder().decode(bytes);
  return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(text) ? text : undefined;
}

/** What the server wrote in its own words stays out of the log: it may repeat the domain key. */
function toFailure({ status, code, detail, retryAfterSeconds }: Problem): RefreshFailure {
  return {
    ok: false,
    code,
    detail: status === undefined ? detail : `The licensing server answered ${status} (${code}).`,
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  };
}
