import { describe, expect, it } from 'vitest';
import { claims, issuedAt, makeVendor } from '../../test/vendor.js';
import { decideAccess } from '../access/decide-access.js';
import type { PolicyClaims } from '../document/claims.js';
import { verifyDocument } from '../document/verify-document.js';
import { createTrustedKeys } from '../trust/trusted-keys.js';
import { judgeDates } from './judge-dates.js';

const vendor = makeVendor();
const pins = createTrustedKeys(vendor.root.pem);
const day = 86_400;
const term = { nbf: issuedAt + day, exp: issuedAt + 4 * day };

const policies: readonly PolicyClaims[] = [
  {},
  { graceDays: 2 },
  { offlineDays: 3 },
  { onExpiry: 'warn' },
  { onExpiry: 'read-only', graceDays: 1 },
  { offlineDays: 2, onStale: 'warn' },
  { offlineDays: 2, onStale: 'read-only', onExpiry: 'warn' },
  { onClockBack: 'warn' },
  { onClockBack: 'read-only', offlineDays: 0 },
];
const moments = [
  -2 * day,
  -301,
  -300,
  0,
  day - 1,
  day,
  2 * day,
  3 * day,
  4 * day,
  5 * day,
  9 * day,
];

describe('the verdict on dates', () => {
  it.each(policies)('is that of a guard that reads the same document, with %j', (policy) => {
    const signed = { ...claims, ...term, policy };
    const kind = 'domain-license';
    const text = vendor.license({ ...term, policy });
    const verification = verifyDocument(text, { kind, product: 'acme-shop', pins });
    if (!verification.ok) throw new Error(verification.detail);
    for (const now of moments.map((moment) => issuedAt + moment)) {
      const verdict = judgeDates(signed, now);
      const question = { host: 'example.com', now, method: 'GET' };
      const decision = decideAccess(verification.license, question);
      expect(decision.allowed ? undefined : decision.code).toBe(verdict.code);
      if (!decision.allowed) continue;
      const { warnings, readOnly } = decision.access;
      const codes = verdict.troubles.map(({ code }) => code);
      expect(warnings).toEqual(verdict.inGrace ? [...codes, 'grace'] : codes);
      expect(readOnly).toBe(verdict.troubles.some(({ action }) => action === 'read-only'));
    }
  });

  it('says when it turns', () => {
    const policy = { graceDays: 2, offlineDays: 3 };
    expect(judgeDates({ ...claims, ...term, policy }, issuedAt)).toMatchObject({
      graceEndsAt: issuedAt + 6 * day,
      staleAt: issuedAt + 3 * day,
    });
    expect(judgeDates(claims, issuedAt)).toMatchObject({
      graceEndsAt: undefined,
      staleAt: undefined,
    });
  });
});
