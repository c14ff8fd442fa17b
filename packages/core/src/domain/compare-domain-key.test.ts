import { describe, expect, it } from 'vitest';
import { compareDomainKey } from './compare-domain-key.js';
import { domainKeyCheckSymbol, domainKeyHash } from './domain-key.js';

const key = `123456789ABCDEF${domainKeyCheckSymbol('123456789ABCDEF')}`;
const license = { licenseId: 'lic_1', keyHash: domainKeyHash('lic_1', key) };

describe('the comparison of a domain key with a license', () => {
  it.each([key, key.toLowerCase(), ` ${key.replace(/(.{4})(?=.)/g, '$1-')}\n`])(
    'takes %j for the key that was sold, as somebody types it',
    (typed) => {
      expect(compareDomainKey(license, typed)).toBe('same');
    },
  );

  it.each(['', 'DOMAIN12345', `${key}1`, 'kéy'])('takes %j for another', (typed) => {
    expect(compareDomainKey(license, typed)).toBe('other');
  });

  it('is of the license: the same key of another one is another', () => {
    expect(compareDomainKey({ ...license, licenseId: 'lic_2' }, key)).toBe('other');
  });

  it('cannot be made where the license does not name its key', () => {
    expect(compareDomainKey({ licenseId: 'lic_1', keyHash: undefined }, key)).toBe('not-signed');
  });
});
