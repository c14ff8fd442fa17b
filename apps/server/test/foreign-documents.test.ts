import { randomBytes } from 'node:crypto';
import type { DocumentClaims, DocumentKind } from '@licet/core';
import {
  certifyLeaf,
  createSigningLanes,
  exportPublicKey,
  generateSigningKey,
  newDocumentId,
  signLicense,
  type LeafSigner,
} from '@licet/issuer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claimsOf, createProducts } from './support/licenses.js';
import { create, kindRequests, readFile, toBase64, validations } from './support/sales.js';
import { startTestServer, type TestServer } from './support/test-server.js';

const documents = 1000;
const foreignKeys = 20;
const lanes = createSigningLanes();

let server: TestServer;
let foreigners: readonly LeafSigner[];
/** For each operation the kind, a genuine file, and the request that it is good in. */
let genuine: readonly Genuine[];

interface Genuine {
  readonly path: string;
  readonly kind: DocumentKind;
  readonly file: string;
  readonly field: string;
  readonly rest: object;
}

beforeAll(async () => {
  server = await startTestServer();
  await createProducts(server);
  const [domain, desk, network] = [
    await create(server, kindRequests.domain),
    await create(server, kindRequests['single-user']),
    await create(server, kindRequests.network),
  ];
  genuine = [
    {
      path: validations.singleUser,
      kind: 'single-user-license',
      file: await readFile(server, desk.id),
      field: 'licenseFileContent',
      rest: { computerID: 'COMPUTER-IDXX-12345', serialKey: desk.serial },
    },
    {
      path: validations.network,
      kind: 'network-license',
      file: await readFile(server, network.id),
      field: 'networkLicenseFile',
      rest: { serverpath: 'C:/ProgramData/Server/Path' },
    },
    {
      path: validations.domain,
      kind: 'domain-license',
      file: await readFile(server, domain.id),
      field: 'webLicenseFile',
      rest: { scriptname: 'acme-shop', domainname: 'example.com', domainkey: domain.key },
    },
  ];
  foreigners = await createForeigners(claimsOf(genuine[0]!.file).iss);
}, 60_000);
afterAll(() => server.stop());

/** Leaves that call themselves ours, certified by a root that is not. */
async function createForeigners(issuer: string): Promise<LeafSigner[]> {
  const root = await generateSigningKey({ modulusBits: 2048 });
  return Promise.all(
    Array.from({ length: foreignKeys }, async () => {
      const key = await generateSigningKey({ modulusBits: 2048 });
      const times = { issuedAt: 1_700_000_000, notBefore: 1_700_000_000, expiresAt: 2_000_000_000 };
      const certification = {
        root,
        leaf: key.publicKey,
        issuer,
        use: 'license',
        ...times,
      } as const;
      return { key, statement: await certifyLeaf(certification, lanes) };
    }),
  );
}

const ask = async ({ path, field, rest }: Genuine, file: string, publickey?: string) => {
  const answer = await server.post(path, { ...rest, [field]: toBase64(file), publickey });
  return `${String(answer.status)} ${answer.text}`;
};
const valid = '200 {"valid":true}';
const invalid = '200 {"valid":false}';

/** Asks some at once, and returns the different answers. */
async function collect(count: number, askOne: (index: number) => Promise<string>) {
  const answers = new Set<string>();
  for (let start = 0; start < count; start += 50) {
    const batch = Array.from({ length: Math.min(50, count - start) }, (_, i) => askOne(start + i));
    for (const answer of await Promise.all(batch)) answers.add(answer);
  }
  return [...answers];
}

describe.each([0, 1, 2])('operation %#: what others made', (index) => {
  it('is not valid, not once in a thousand self-made documents with their own keys', async () => {
    const good = genuine[index]!;
    expect(await ask(good, good.file)).toBe(valid);
    const claims = claimsOf(good.file) as unknown as DocumentClaims[typeof good.kind];
    const answers = await collect(documents, async (number) => {
      const signer = foreigners[number % foreignKeys]!;
      const forged = { ...claims, jti: newDocumentId(), gen: number + 1 };
      const file = await signLicense(good.kind, forged, signer, lanes);
      const { xml, pem } = exportPublicKey(signer.key.publicKey);
      return ask(good, file, [xml, pem, undefined][number % 3]);
    });
    expect(answers).toEqual([invalid]);
  }, 60_000);

  it('is not valid, not once with a thousand public keys beside a genuine file', async () => {
    const good = genuine[index]!;
    const answers = await collect(documents, (number) => {
      const modulus = randomBytes(256);
      modulus[0]! |= 0x80;
      modulus[255]! |= 1;
      modulus.writeUInt32BE(number, 8);
      const n = modulus.toString('base64');
      const xml = `<RSAKeyValue><Modulus>${n}</Modulus><Exponent>AQAB</Exponent></RSAKeyValue>`;
      return ask(good, good.file, xml);
    });
    expect(answers).toEqual([invalid]);
    expect(await ask(good, good.file)).toBe(valid);
  }, 60_000);
});
