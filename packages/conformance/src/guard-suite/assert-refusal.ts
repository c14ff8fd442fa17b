import assert from 'node:assert/strict';
import { toRefusal, type RefusalCode } from '@licet/core';
import type { RawAnswer } from '../exchange.js';

/** Header fields that are Node's own. Everything else has to be core's. */
const fieldsOfTheServer = ['date', 'connection', 'content-length'];

/** Passes for exactly the answer that core has for this code and Accept field. To HEAD the body is left out (RFC 9110 section 9.3.2). */
export function assertRefusal(
  answer: RawAnswer,
  code: RefusalCode,
  { accept, isHead = false }: { accept?: string; isHead?: boolean } = {},
): void {
  const { status, headers, body } = toRefusal({ allowed: false, code, detail: '' }, accept);
  assert.equal(answer.status, status);
  assert.equal(answer.body, isHead ? '' : body);
  const own = answer.headers.filter(([name]) => !fieldsOfTheServer.includes(name));
  assert.deepEqual(own.sort(byName), Object.entries(headers).sort(byName));
  const length = answer.headers.find(([name]) => name === 'content-length')?.[1];
  // With HEAD the length may be left out as well (RFC 9110 section 8.6).
  if (!isHead || length !== undefined) assert.equal(length, String(body.length));
}

function byName([left]: readonly [string, string], [right]: readonly [string, string]): number {
  return left < right ? -1 : 1;
}
