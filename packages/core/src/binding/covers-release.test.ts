import { describe, expect, it } from 'vitest';
import { issuedAt } from '../../test/vendor.js';
import { verified } from '../../test/verified.js';
import { coversRelease, readMaintenance } from './covers-release.js';

const withPlan = (maintenance: unknown) => verified('token-license', { maintenance });
const until = issuedAt;

describe('a maintenance plan', () => {
  it('covers releases dated on or before its end, and no later one', () => {
    const license = withPlan({ supported: true, until });
    const covered = [0, until - 1, until, until + 1, Infinity].map((date) =>
      coversRelease(license, date),
    );
    expect(covered).toEqual([true, true, true, false, false]);
  });

  it.each([undefined, { supported: false }, { supported: false, until }, { supported: true }])(
    'without a signed end blocks nothing: %o',
    (maintenance) => {
      expect(coversRelease(withPlan(maintenance), Infinity)).toBe(true);
    },
  );

  it('does not cover a release without a date that is a number', () => {
    expect(coversRelease(withPlan({ supported: true, until }), Number.NaN)).toBe(false);
  });

  it.each([
    [undefined, { isSupported: false, hasPlan: undefined }],
    [{ supported: false }, { isSupported: false, hasPlan: undefined }],
    [{ supported: true }, { isSupported: true, hasPlan: false }],
    [
      { supported: true, until },
      { isSupported: true, hasPlan: true },
    ],
  ])('is one of three states: %o', (maintenance, standing) => {
    expect(readMaintenance(withPlan(maintenance))).toEqual(standing);
  });
});
