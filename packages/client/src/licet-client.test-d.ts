import { expectTypeOf, it } from 'vitest';
import type { LicetClient, Result } from './index.js';

declare const client: LicetClient;

it('knows what each operation needs and answers', () => {
  const body = { scriptName: 'acme-shop', domainName: 'example.com', domainKey: 'DOMAIN12345' };
  const activation = client.post('/web/LicenseWeb/activate/domainlic', { body });
  expectTypeOf(activation).resolves.toEqualTypeOf<
    Result<{
      readonly status: 'success';
      readonly licenseFileBase64: string;
      readonly licenseFileName: string;
    }>
  >();
  expectTypeOf(client.get('/')).resolves.toEqualTypeOf<Result<string>>();
});

it('leaves nothing out that an operation needs', () => {
  // @ts-expect-error the path has an id
  void client.get('/v1/licenses/{id}');
  // @ts-expect-error under another name
  void client.get('/v1/licenses/{id}', { params: { code: 'x' } });
  // @ts-expect-error the product has to have a name
  void client.post('/v1/products', { body: { code: 'acme-shop' } });
  // @ts-expect-error there is no such filter
  void client.get('/v1/licenses', { query: { colour: 'red' } });
});

it('has no operation that the server does not have', () => {
  // @ts-expect-error licenses are not deleted
  void client.post('/v1/licenses/{id}/delete', { params: { id: 'x' } });
  // @ts-expect-error this one is read with GET
  void client.post('/v1/licenses/{id}', { params: { id: 'x' } });
});
