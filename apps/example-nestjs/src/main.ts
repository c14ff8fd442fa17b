import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import type { Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LicetModule, licenseFile } from '@licet/nestjs';
import { Module, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

const { PORT = '3000', LICET_PRODUCT = '', LICET_TRUSTED_PROXIES = '' } = process.env;
const { LICET_LICENSE = 'license.dat', LICET_PUBLIC_KEY = 'root.pem' } = process.env;

const license = LicetModule.forRoot({
  product: LICET_PRODUCT,
  license: licenseFile(LICET_LICENSE),
  publicKeys: readFileSync(LICET_PUBLIC_KEY, 'utf8'),
  trustedProxies: LICET_TRUSTED_PROXIES.match(/[^,\s]+/g) ?? [],
});

@Module({ imports: [license] })
class AppModule {}

const app = await NestFactory.create<INestApplication<Server>>(AppModule, { logger: ['error'] });
app.use((_request: unknown, response: ServerResponse) => {
  response.setHeader('content-type', 'text/plain').end('licensed');
});

await app.listen(Number(PORT));
console.log(`listening ${String((app.getHttpServer().address() as AddressInfo).port)}`);
