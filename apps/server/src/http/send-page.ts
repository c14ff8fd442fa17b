import type { FastifyReply } from 'fastify';

/**
 * What a page may do: load scripts, styles and pictures from this server, ask this server, and nothing else. No script or style stands in a
 * page itself, nobody may put it into a frame, and no other site is told where a link was followed. Data pictures are icons in style sheets.
 * The headers that speak of https belong to whoever answers by https in front of the server.
 */
const pageHeaders = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
} as const;

/** Answers with a page for browsers, under the policy of all our pages. It is asked for anew each time, so that it never names files that are gone. */
export function sendPage(reply: FastifyReply, html: string | Uint8Array): FastifyReply {
  return reply
    .headers(pageHeaders)
    .header('cache-control', 'no-cache')
    .type('text/html; charset=utf-8')
    .send(html);
}
