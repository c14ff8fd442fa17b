import { describe, expect, it } from 'vitest';
import { issuedAt } from '../../test/vendor.js';
import { verified } from '../../test/verified.js';
import { judgeUse, type LicenseUse } from './judge-use.js';

const day = 86_400;
const judge = (claims: Record<string, unknown>, use: Partial<LicenseUse> = {}) =>
  judgeUse(verified('single-user-license', claims), { now: issuedAt, ...use });
const codeOf = (...args: Parameters<typeof judge>) => {
  const verification = judge(...args);
  return verification.ok ? 'ok' : verification.code;
};

describe('the use of a license', () => {
  it('is in order without any end, and frozen', () => {
    const verification = judge({});
    expect(verification).toMatchObject({ ok: true, warnings: [], readOnly: false });
    expect(verification.ok && Object.isFrozen(verification.warnings)).toBe(true);
  });

  it('begins with the first second and ends before the last', () => {
    const claims = { nbf: issuedAt + 10, exp: issuedAt + 20 };
    const codes = [9, 10, 19, 20].map((second) => codeOf(claims, { now: issuedAt + second }));
    expect(codes).toEqual(['not_yet_valid', 'ok', 'ok', 'expired']);
  });

  it('is refused when the clock is more than five minutes before anything signed', () => {
    expect(codeOf({}, { now: issuedAt - 300 })).toBe('ok');
    expect(codeOf({}, { now: issuedAt - 301 })).toBe('clock_rolled_back');
    expect(codeOf({}, { clockMark: issuedAt + 301 })).toBe('clock_rolled_back');
  });

  it('is refused when nothing signed was heard for too long', () => {
    const claims = { policy: { offlineDays: 2 } };
    expect(codeOf(claims, { now: issuedAt + 2 * day - 1 })).toBe('ok');
    expect(codeOf(claims, { now: issuedAt + 2 * day })).toBe('stale');
    expect(codeOf(claims, { now: issuedAt + 2 * day, lastSignedAt: issuedAt + day })).toBe('ok');
  });

  it('goes on by the policy that was signed, and says so', () => {
    const exp = issuedAt + 10;
    const now = exp + 3 * day;
    const policy = (changes: object) => judge({ exp, policy: changes }, { now: exp });
    expect(policy({ graceDays: 3 })).toMatchObject({ ok: true, warnings: ['grace'] });
    expect(judge({ exp, policy: { graceDays: 3 } }, { now })).toMatchObject({ code: 'expired' });
    expect(policy({ onExpiry: 'warn' })).toMatchObject({ warnings: ['expired'], readOnly: false });
    expect(policy({ onExpiry: 'read-only' })).toMatchObject({
      warnings: ['expired'],
      readOnly: true,
    });
    expect(policy({ onExpiry: 'something-new' })).toMatchObject({ code: 'expired' });
  });

  it('is refused to a release that the maintenance plan does not cover', () => {
    const claims = { maintenance: { supported: true, until: issuedAt } };
    expect(codeOf(claims, { releasedAt: issuedAt })).toBe('ok');
    expect(codeOf(claims, { releasedAt: issuedAt + 1 })).toBe('release_not_covered');
    expect(codeOf(claims)).toBe('ok');
    expect(codeOf({ ...claims, exp: 1 }, { releasedAt: issuedAt + 1 })).toBe('expired');
  });

  it.each([Number.NaN, undefined, 'now'])('is never in order at a time that is none: %o', (now) => {
    const lenient = { onClockBack: 'warn', onExpiry: 'warn', onStale: 'warn' };
    expect(codeOf({ policy: lenient }, { now: now as number })).not.toBe('ok');
  });
});
