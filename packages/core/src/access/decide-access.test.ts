import { describe, expect, it } from 'vitest';
import { issuedAt, makeVendor } from '../../test/vendor.js';
import type { VerifiedLicense } from '../document/verified-license.js';
import { verifyDocument } from '../document/verify-document.js';
import { createTrustedKeys } from '../trust/trusted-keys.js';
import { decideAccess, turningPoints } from './decide-access.js';

const vendor = makeVendor();
const pins = createTrustedKeys(vendor.root.pem);

function licensed(changes: Record<string, unknown> = {}): VerifiedLicense {
  const verification = verifyDocument(vendor.license(changes), {
    kind: 'domain-license',
    product: 'acme-shop',
    pins,
  });
  if (!verification.ok) throw new Error(verification.detail);
  return verification.license;
}

const codeOf = (license: VerifiedLicense, now: number, host = 'example.com', feature?: string) => {
  const decision = decideAccess(license, {
    host,
    now,
    ...(feature === undefined ? {} : { feature }),
  });
  return decision.allowed ? 'allowed' : decision.code;
};

describe('decideAccess', () => {
  it('allows a licensed host and tells the application about its license', () => {
    const license = licensed({ features: ['reports'], holder: 'Acme', exp: issuedAt + 10 });
    const decision = decideAccess(license, { host: 'www.example.com', now: issuedAt });
    expect(decision).toMatchObject({
      allowed: true,
      access: {
        licenseId: 'lic_1',
        product: 'acme-shop',
        host: 'www.example.com',
        expiresAt: issuedAt + 10,
        features: ['reports'],
        holder: 'Acme',
      },
    });
    expect(decision.allowed && decision.access.has('reports')).toBe(true);
    expect(decision.allowed && decision.access.has('export')).toBe(false);
    expect(decision.allowed && Object.isFrozen(decision.access)).toBe(true);
  });

  it('refuses every other host', () => {
    for (const host of [
      'evil-example.com',
      'example.com.evil.net',
      'examplexcom',
      'a.example.com',
      '',
    ]) {
      expect([host, codeOf(licensed(), issuedAt, host)]).toEqual([host, 'wrong_host']);
    }
  });

  it('counts the start in and the end out, to the second', () => {
    const license = licensed({ nbf: issuedAt + 10, exp: issuedAt + 20 });
    expect([9, 10, 19, 20, 21].map((seconds) => codeOf(license, issuedAt + seconds))).toEqual([
      'not_yet_valid',
      'allowed',
      'allowed',
      'expired',
      'expired',
    ]);
  });

  it('takes a license without an end for permanent', () => {
    expect(codeOf(licensed(), 253_402_300_799)).toBe('allowed');
  });

  it('lets the issue lie five minutes ahead, and no more', () => {
    expect(codeOf(licensed(), issuedAt - 300)).toBe('allowed');
    expect(codeOf(licensed(), issuedAt - 301)).toBe('clock_rolled_back');
  });

  it('asks for a feature only on a host that is licensed', () => {
    const license = licensed({ features: ['reports'] });
    expect(codeOf(license, issuedAt, 'example.com', 'reports')).toBe('allowed');
    expect(codeOf(license, issuedAt, 'example.com', 'export')).toBe('feature_missing');
    expect(codeOf(license, issuedAt, 'evil.test', 'reports')).toBe('wrong_host');
    expect(codeOf(licensed(), issuedAt, 'example.com', 'toString')).toBe('feature_missing');
  });

  it('never matches a scope that it does not know', () => {
    const license = licensed({ domains: [{ name: 'example.com', scope: 'everything' }] });
    expect(codeOf(license, issuedAt)).toBe('wrong_host');
  });

  it('changes its answer at the turning points only', () => {
    const license = licensed({ nbf: issuedAt + 10, exp: issuedAt + 20 });
    const points = turningPoints(license);
    for (let now = issuedAt - 400; now < issuedAt + 100; now++) {
      const turns = codeOf(license, now) !== codeOf(license, now - 1);
      expect([now, turns]).toEqual([now, points.includes(now)]);
    }
  });
});
