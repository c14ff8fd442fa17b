import { randomBytes } from 'node:crypto';
import {
  createTrustedKeys,
  verifyDocument,
  type DocumentClaims,
  type DocumentKind,
  type TrustedKeys,
} from '@licet/core';
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

const publicKeys = 1000;
/** Each with a key of its own. The long run (`packages/tooling/ci/foreign-keys.mjs`) has a thousand. */
const vendors = Number(process.env.LICET_TEST_FOREIGN_KEYS ?? 21);
const lanes = createSigningLanes();

let server: TestServer;
let foreigners: readonly Foreigner[];
/** For each operation the kind, a genuine file, and the request that it is good in. */
let genuine: readonly Genuine[];

/** Another vendor, whose leaf calls itself ours, and who trusts what it signs. */
interface Foreigner {
  readonly signer: LeafSigner;
  readonly pins: TrustedKeys;
}

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
}, 300_000);
afterAll(() => server.stop());

/** Vendors who have nothing in common. Keys are made a few at a time, as many as there are threads for it. */
async function createForeigners(issuer: string): Promise<Foreigner[]> {
  const made: Foreigner[] = [];
  const lane = async () => {
    while (made.length < vendors) made.push(await createForeigner(issuer));
  };
  await Promise.all(Array.from({ length: 4 }, lane));
  return made.slice(0, vendors);
}

/** A root and a leaf of it, as a root cannot be its own leaf. */
async function createForeigner(issuer: string): Promise<Foreigner> {
  const [root, key] = await Promise.all(
    [1, 2].map(() => generateSigningKey({ modulusBits: 2048 })),
  );
  const times = { issuedAt: 1_700_000_000, notBefore: 1_700_000_000, expiresAt: 2_000_000_000 };
  const certification = { root: root!, leaf: key!.publicKey, issuer, use: 'license' } as const;
  const statement = await certifyLeaf({ ...certification, ...times }, lanes);
  return { signer: { key: key!, statement }, pins: createTrustedKeys(root!.publicKey.jwk) };
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
  it('is not valid, whoever made it, with whatever spelling of their key beside it', async () => {
    const good = genuine[index]!;
    expect(await ask(good, good.file)).toBe(valid);
    const claims = claimsOf(good.file) as unknown as DocumentClaims[typeof good.kind];
    const answers = await collect(vendors, async (number) => {
      const { signer, pins } = foreigners[number]!;
      const forged = { ...claims, jti: newDocumentId() };
      const file = await signLicense(good.kind, forged, signer, lanes);
      const expected = { kind: good.kind, product: claims.product, pins };
      expect(verifyDocument(file, expected).ok).toBe(true);
      const { xml, pem, jwk } = exportPublicKey(signer.key.publicKey);
      const spellings = [xml, pem, JSON.stringify(jwk), undefined];
      return ask(good, file, spellings[number % spellings.length]);
    });
    expect(answers).toEqual([invalid]);
  }, 120_000);

  it('is not valid, not once with a thousand public keys beside a genuine file', async () => {
    const good = genuine[index]!;
    const answers = await collect(publicKeys, (number) => {
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
