import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problems } from '../src/problems.js';
import { startTestServer, type TestServer } from './support/test-server.js';

let server: TestServer;
let api: ReturnType<typeof JSON.parse>;
beforeAll(async () => {
  server = await startTestServer({ publicUrl: 'https://licenses.example.com' });
  api = (await server.get('/openapi.json', { key: '' })).json;
});
afterAll(() => server.stop());

const post = (path: string) => api.paths[path].post;
const schemaOf = (path: string) => post(path).requestBody.content['application/json'].schema;

describe('/openapi.json', () => {
  it('is OpenAPI 3.1 with the security scheme ApiKey', () => {
    expect(api.openapi).toBe('3.1.0');
    expect(api.servers).toEqual([{ url: 'https://licenses.example.com' }]);
    expect(api.components.securitySchemes).toEqual({
      ApiKey: { type: 'apiKey', in: 'header', name: 'X-Api-Key' },
    });
  });

  it.each([
    ['/gen/LicenseGen/generate/domainlic', 'LicenseGen', ['scriptname', 'domainname', 'domainkey']],
    ['/gen/LicenseGen/check/license-status', 'LicenseGen', ['domainKey']],
    ['/update/LicenseUpdate/RenewDomainLicense', 'LicenseUpdate', ['domainKey', 'newValidToDate']],
    [
      '/val/LicenseVal/validate/singleuser',
      'LicenseVal',
      [
        'licenseFileContent',
        'computerID',
        'serialKey',
        'activationcode',
        'publickey',
        'licenseHashCode',
        'siteCode',
        'activationkey',
        'useSiteCodeForLicensing',
      ],
    ],
    [
      '/val/LicenseVal/validate/network',
      'LicenseVal',
      [
        'serverpath',
        'networkLicenseFile',
        'numberoflicenses',
        'programid',
        'serialnumber',
        'validfrom',
        'validto',
        'publickey',
      ],
    ],
    [
      '/val/LicenseVal/validate/domain',
      'LicenseVal',
      ['scriptname', 'domainname', 'domainkey', 'publickey', 'webLicenseFile'],
    ],
    ['/web/LicenseWeb/activate/domainlic', 'LicenseWeb', ['scriptName', 'domainName', 'domainKey']],
    ['/token/TokenAccess/validate/apikey', 'TokenAccess', ['token', 'identifier']],
    [
      '/token/TokenAccess/generate/accesstoken',
      'TokenAccess',
      ['uniqueIdentifier', 'tokenSettingId'],
    ],
    ['/token/TokenAccess/validate/accesstoken', 'TokenAccess', ['token', 'tokenSettingId']],
  ])('describes %s under its tag, with its fields as they are written', (path, tag, fields) => {
    expect(post(path).tags).toEqual([tag]);
    expect(post(path).security).toEqual([{ ApiKey: [] }]);
    expect(Object.keys(schemaOf(path).properties)).toEqual(fields);
  });

  it('describes the answers of success and failure', () => {
    const { responses } = post('/gen/LicenseGen/check/license-status');
    const success = responses['200'].content['application/json'].schema;
    expect(Object.keys(success.properties)).toEqual(['valid', 'message']);
    const failure = responses['400'].content['application/problem+json'].schema;
    expect(failure).toEqual({ $ref: '#/components/schemas/Problem' });
    expect(api.components.schemas.Problem.properties.code.enum).toEqual(Object.keys(problems));
    const renewal = post('/update/LicenseUpdate/RenewDomainLicense').responses['200'].content;
    expect(Object.keys(renewal)).toEqual(['text/plain']);
  });

  it('describes the refusal of too many requests wherever it can come, with its header fields', () => {
    const { 429: reference } = post('/gen/LicenseGen/check/license-status').responses;
    expect(reference).toEqual({ $ref: '#/components/responses/TooManyRequests' });
    const refusal = api.components.responses.TooManyRequests;
    expect(Object.keys(refusal.headers)).toEqual(['Retry-After', 'RateLimit', 'RateLimit-Policy']);
    expect(Object.keys(refusal.content['application/problem+json'].examples)).toEqual([
      'rate_limited',
      'too_many_guesses',
    ]);
    const operations = Object.entries(api.paths as Record<string, object>).flatMap(([path, item]) =>
      Object.values(item as Record<string, { responses: object }>).map(
        ({ responses }) => [path, '429' in responses] as const,
      ),
    );
    const without = operations.filter(([, has]) => !has).map(([path]) => path);
    expect(without.sort()).toEqual(['/healthz', '/readyz']);
  });

  it('names each operation once, and asks for no key where none is needed', () => {
    const operations = Object.values(api.paths as Record<string, object>).flatMap((path) =>
      Object.values(path as Record<string, { operationId: string }>),
    );
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).not.toContain(undefined);
    expect(api.paths['/healthz'].get.security).toEqual([]);
    expect(api.paths['/v1/products/{code}'].get.parameters).toMatchObject([
      { name: 'code', in: 'path' },
    ]);
  });

  it('refers to nothing outside itself', () => {
    const text = JSON.stringify(api);
    expect(text).not.toMatch(/"\$id"|~kind|x-codes/);
    expect(text.match(/"\$ref":"(?!#\/components\/(schemas|responses)\/\w+")[^"]*"/g)).toBeNull();
  });
});
