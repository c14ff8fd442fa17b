import { licenseFile, licenseGate, type LicensedLocals, type LicenseGate } from '@licet/express';
import express, { type Express, type Response } from 'express';
import { toShopPage } from './shop-page.js';

/** The product that the shop is licensed as. */
export const product = 'example-shop';

/** A shop of one page that is served only on the host of its license. */
export interface Shop {
  readonly app: Express;
  readonly license: LicenseGate;
}

/** A real application has its vendor's root key in its code; this one got it from a server that was born with it. */
export function createShop(licensePath: string, rootPem: string): Shop {
  const license = licenseGate({ product, license: licenseFile(licensePath), publicKeys: rootPem });
  const app = express();
  app.use(license);
  app.get('/', (_request, response: Response<string, LicensedLocals>) => {
    response.send(toShopPage(response.locals.license));
  });
  return { app, license };
}
