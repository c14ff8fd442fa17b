import type { LicenseAccess } from '@licet/core';
import { expect, it } from 'vitest';
import { toShopPage } from './shop-page.js';

const access: LicenseAccess = {
  licenseId: 'lic_1',
  product: 'example-shop',
  host: 'shop.localhost',
  expiresAt: undefined,
  features: [],
  holder: undefined,
  warnings: [],
  readOnly: false,
  has: () => false,
};

it('names the host, the product, the license and its end', () => {
  const page = toShopPage({ ...access, expiresAt: 1_798_635_758 });
  for (const fact of ['shop.localhost', 'example-shop', 'lic_1', '2026-12-30T13:02:38Z']) {
    expect(page).toContain(`<dd>${fact}</dd>`);
  }
  expect(toShopPage(access)).toContain('<dd>permanent</dd>');
});

it('escapes what it shows', () => {
  expect(toShopPage({ ...access, host: `<b>"'&` })).toContain('<dd>&lt;b&gt;&quot;&#39;&amp;</dd>');
});
