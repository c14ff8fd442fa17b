import { describe, expect, it } from 'vitest';
import { refuse } from '../access/decision.js';
import { decisionCodes, verificationCodes, type RefusalCode } from '../errors.js';
import { toRefusal } from './refusal.js';

const html = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
const codes: readonly RefusalCode[] = ['no_license', ...verificationCodes, ...decisionCodes];
const refusalOf = (code: RefusalCode, accept?: string) =>
  toRefusal(refuse(code, 'secret detail'), accept);

describe('toRefusal', () => {
  it('answers a definite no with 403 and the same bytes whatever the reason', () => {
    for (const accept of [undefined, html]) {
      const answers = codes
        .filter((code) => code !== 'no_license')
        .map((code) => refusalOf(code, accept));
      expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
      expect(answers[0]?.status).toBe(403);
      expect(answers[0]?.headers['retry-after']).toBeUndefined();
    }
  });

  it('answers 503 with Retry-After while there is no license to decide by', () => {
    expect(refusalOf('no_license')).toMatchObject({
      status: 503,
      headers: { 'retry-after': '10' },
    });
    expect(refusalOf('no_license', html)).toMatchObject({
      status: 503,
      headers: { 'retry-after': '10' },
    });
  });

  it('is a problem of RFC 9457 that keeps the reason to itself', () => {
    const { headers, body } = refusalOf('wrong_host', 'application/json');
    expect(headers['content-type']).toBe('application/problem+json');
    expect(JSON.parse(body)).toEqual({
      type: 'about:blank',
      title: 'Not licensed',
      status: 403,
      detail: 'This site is not licensed to answer this request.',
    });
    expect(codes.some((code) => refusalOf(code, html).body.includes(code))).toBe(false);
  });

  it('is never stored by a cache', () => {
    for (const code of codes)
      expect(refusalOf(code).headers).toMatchObject({
        'cache-control': 'no-store',
        vary: 'Accept',
      });
  });

  it.each([
    [undefined, false],
    ['', false],
    ['*/*', false],
    ['application/json', false],
    [html, true],
    ['TEXT/HTML', true],
    ['text/html;q=0', false],
    ['text/html;q=0.5, application/json', false],
    ['text/html , application/json', true],
    ['application/json;q=0.1, text/html;level=1;q=0.2', true],
    ['text/html;q=x', false],
    ['text/html;q=2', false],
    [`${'a'.repeat(2000)},text/html`, false],
  ])('with Accept %j prefers a page: %s', (accept, page) => {
    expect(refusalOf('expired', accept).headers['content-type']?.startsWith('text/html')).toBe(
      page,
    );
  });
});
