import type { RefusedDecision } from '../access/decision.js';
import type { RefusalCode } from '../errors.js';

/** An HTTP answer, ready to be sent by any framework. */
export interface Refusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface PublicAnswer {
  readonly status: 403 | 503;
  readonly title: string;
  readonly detail: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A definite no. It never says which check failed: the log does. */
const forbidden: PublicAnswer = {
  status: 403,
  title: 'Not licensed',
  detail: 'This site is not licensed to answer this request.',
  headers: {},
};

/** Nothing could be decided yet, which is an infrastructure failure and not the visitor's. */
const unavailable: PublicAnswer = {
  status: 503,
  title: 'Temporarily unavailable',
  detail: 'This site cannot answer right now. Please try again in a moment.',
  headers: { 'retry-after': '10' },
};

const answers = {
  no_license: unavailable,
  too_large: forbidden,
  malformed: forbidden,
  wrong_kind: forbidden,
  bad_header: forbidden,
  untrusted_key: forbidden,
  bad_leaf: forbidden,
  bad_signature: forbidden,
  bad_claims: forbidden,
  needs_newer_guard: forbidden,
  wrong_product: forbidden,
  burnt_key: forbidden,
  bad_host: forbidden,
  revoked: forbidden,
  suspended: forbidden,
  clock_rolled_back: forbidden,
  not_yet_valid: forbidden,
  expired: forbidden,
  stale: forbidden,
  wrong_host: forbidden,
  wrong_key: forbidden,
  feature_missing: forbidden,
} as const satisfies Record<RefusalCode, PublicAnswer>;

const commonHeaders = {
  'cache-control': 'no-store',
  vary: 'Accept',
  'x-content-type-options': 'nosniff',
} as const;

const asProblem = new Map([forbidden, unavailable].map((answer) => [answer, toProblem(answer)]));
const asPage = new Map([forbidden, unavailable].map((answer) => [answer, toPage(answer)]));

/**
 * Translates a refusal into the answer for a visitor: 403 for a definite no, 503 with Retry-After (seconds) while nothing
 * could be decided; an HTML page when `accept` (the Accept field) prefers it, else `application/problem+json` (RFC 9457).
 */
export function toRefusal(decision: RefusedDecision, accept: string | undefined): Refusal {
  const answer = answers[decision.code];
  const form = prefersHtml(accept) ? asPage : asProblem;
  return form.get(answer) ?? toProblem(answer);
}

function toProblem({ status, title, detail, headers }: PublicAnswer): Refusal {
  return freeze({
    status,
    headers: { ...commonHeaders, ...headers, 'content-type': 'application/problem+json' },
    body: JSON.stringify({ type: 'about:blank', title, status, detail }),
  });
}

function toPage({ status, title, detail, headers }: PublicAnswer): Refusal {
  return freeze({
    status,
    headers: {
      ...commonHeaders,
      ...headers,
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'",
    },
    body: `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<h1>${title}</h1>
<p>${detail}</p>
</html>
`,
  });
}

function freeze(refusal: Refusal): Refusal {
  return Object.freeze({ ...refusal, headers: Object.freeze(refusal.headers) });
}

const maxAcceptLength = 1024;

/** A page only for those who name HTML (RFC 9110 section 12.5.1) and do not prefer JSON: browsers do, API clients do not. */
function prefersHtml(accept: string | undefined): boolean {
  if (accept === undefined || accept.length > maxAcceptLength) return false;
  let html = 0;
  let json = 0;
  for (const range of accept.toLowerCase().split(',')) {
    const [type, ...parameters] = range.split(';').map((part) => part.trim());
    if (type === 'text/html' || type === 'application/xhtml+xml')
      html = Math.max(html, weight(parameters));
    if (type === 'application/json' || type === 'application/problem+json')
      json = Math.max(json, weight(parameters));
  }
  return html > 0 && html >= json;
}

function weight(parameters: readonly string[]): number {
  const quality = parameters.find((parameter) => parameter.startsWith('q='));
  const value = quality === undefined ? 1 : Number(quality.slice(2));
  return value >= 0 && value <= 1 ? value : 0;
}
