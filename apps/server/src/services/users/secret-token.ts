import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** A text of 256 random bits that opens something. */
export function createSecretToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of such a text. A plain hash is enough for 256 random bits. */
export function hashSecretToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

/**
 * What the console sends along with each change: it follows from the text in the cookie, which no page can read, and is told to pages of this
 * server only. So it proves that a page of ours sends the request, and nothing has to be stored.
 */
export function toCsrfToken(sessionToken: string): string {
  return createHmac('sha256', sessionToken).update('licet-console-csrf-v1').digest('base64url');
}

/** Whether a text is the one that belongs to a session. */
export function isCsrfToken(text: string, sessionToken: string): boolean {
  const [given, expected] = [Buffer.from(text), Buffer.from(toCsrfToken(sessionToken))];
  return given.length === expected.length && timingSafeEqual(given, expected);
}
