import { createRequire } from 'node:module';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { openPkcs12, sealPkcs12, type KeyStoreContents } from './pkcs12.js';
import { generateSigningKey, type SigningKey } from './signing-key.js';
import { createLeafCertificate, createRootCertificate } from './x509.js';

const passphrase = 'correct horse battery staple';
const iterations = 2048;
const times = { notBefore: 1_700_000_000, notAfter: 2_700_000_000 };

let key: SigningKey;
let contents: KeyStoreContents;
let store: Uint8Array;

beforeAll(async () => {
  const root = await generateSigningKey({ modulusBits: 2048 });
  key = await generateSigningKey({ modulusBits: 2048 });
  const rootCertificate = createRootCertificate({ key: root, commonName: 'root', ...times });
  const leaf = { root, rootCertificate, leaf: key.publicKey, commonName: 'leaf', ...times };
  const certificates = [createLeafCertificate(leaf), rootCertificate];
  contents = { key, name: 'Licet leaf', certificates, passphrase, iterations };
  store = await sealPkcs12(contents);
});

describe('a key store', () => {
  it('gives back the key and its certificates, its own first', async () => {
    const opened = await openPkcs12(store, passphrase);
    expect(opened.key.publicKey.thumbprint).toBe(key.publicKey.thumbprint);
    expect(opened.key.privateKey.equals(key.privateKey)).toBe(true);
    expect(opened.certificates).toEqual(contents.certificates);
  });

  it('holds the private key encrypted: neither its bytes nor the passphrase are in it', () => {
    const { d = '', p = '' } = key.privateKey.export({ format: 'jwk' });
    const bytes = Buffer.from(store);
    for (const secret of [d, p])
      expect(bytes.includes(Buffer.from(secret, 'base64url'))).toBe(false);
    expect(bytes.includes(passphrase)).toBe(false);
    expect(bytes.includes(passphrase, 0, 'utf16le')).toBe(false);
  });

  it('is another one each time, though the contents are the same', async () => {
    const other = await sealPkcs12(contents);
    expect(Buffer.from(other).equals(store)).toBe(false);
  });

  it('draws nothing from the generator of node-forge, and leaves that generator as it was', async () => {
    const { random } = createRequire(import.meta.url)('node-forge') as {
      random: Record<string, unknown>;
    };
    const { getBytes, getBytesSync } = random;
    const refuse = (): never => {
      throw new Error('drawn from node-forge');
    };
    Object.assign(random, { getBytes: refuse, getBytesSync: refuse });
    try {
      await expect(sealPkcs12(contents)).resolves.toBeInstanceOf(Uint8Array);
      expect(random).toMatchObject({ getBytes: refuse, getBytesSync: refuse });
    } finally {
      Object.assign(random, { getBytes, getBytesSync });
    }
  });

  it('opens with the passphrase alone, and its errors show nothing of what is inside', async () => {
    for (const wrong of ['', 'Correct horse battery staple', `${passphrase} `]) {
      const error: unknown = await openPkcs12(store, wrong).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ name: 'KeyStoreError', code: 'wrong_passphrase' });
      expect(Object.keys(error as object).sort()).toEqual(['code', 'name']);
      expect(inspect(error, { showHidden: true })).not.toMatch(/cause|asn1|BEGIN/i);
    }
  });

  it('never opens as anything else after a change of any one octet', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: store.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        async (at, change) => {
          const altered = Uint8Array.from(store);
          altered[at] = (altered[at] ?? 0) ^ change;
          const outcome: unknown = await openPkcs12(altered, passphrase).then(
            (opened) => opened.key.publicKey.thumbprint + opened.certificates.join(),
            (error: unknown) => (error as { code?: string }).code,
          );
          // A few octets carry no meaning, such as the type of an absent parameter.
          const same = key.publicKey.thumbprint + contents.certificates.join();
          expect(['bad_key_store', 'wrong_passphrase', same]).toContain(outcome);
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('what is not a key store', () => {
  /** A sequence in the long form, whose contents are those given. */
  const sequence = (...parts: Uint8Array[]): Buffer => {
    const body = Buffer.concat(parts);
    return Buffer.concat([Buffer.of(0x30, 0x82, body.length >> 8, body.length & 255), body]);
  };
  const version = Buffer.of(2, 1, 3);

  it('is refused when it is cut short, goes on, or is too large', async () => {
    const stores = [
      store.subarray(0, -1),
      Buffer.concat([store, Buffer.of(0)]),
      new Uint8Array(0),
      store.subarray(0, 2),
    ];
    for (const bytes of [
      ...stores,
      sequence(Buffer.alloc(65_000)).fill(0, 4),
      new Uint8Array(70_000).fill(0x30),
    ]) {
      await expect(openPkcs12(bytes, passphrase)).rejects.toMatchObject({ code: 'bad_key_store' });
    }
  });

  it('is refused without a MAC, as nothing else shows that it was not altered', async () => {
    const withoutMac = sequence(version, sequence(Buffer.alloc(0)));
    await expect(openPkcs12(withoutMac, passphrase)).rejects.toMatchObject({
      code: 'bad_key_store',
    });
  });

  it.each(['7fffffff', 'ffffffff', '00ffffff', '0f4241', '00', '01000000000000'])(
    'is refused when its MAC takes 0x%s iterations',
    async (hex) => {
      const octets = Buffer.from(hex, 'hex');
      const iterations = Buffer.concat([Buffer.of(2, octets.length), octets]);
      const bomb = sequence(version, sequence(), sequence(sequence(), Buffer.of(4, 0), iterations));
      await expect(openPkcs12(bomb, passphrase)).rejects.toThrow(
        /no MAC of 1 to 1000000 iterations/,
      );
    },
  );

  it('is refused, whatever the bytes, without an error of another kind', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.boolean(), async (bytes, framed) => {
        const opening = openPkcs12(framed ? sequence(bytes) : bytes, passphrase);
        await expect(opening).rejects.toMatchObject({ code: 'bad_key_store' });
      }),
    );
  });
});

describe('sealing', () => {
  it.each([
    ['passphrase', { passphrase: '' }],
    ['passphrase', { passphrase: '7 chars' }],
    ['passphrase', { passphrase: 'größer als ASCII' }],
    ['iterations', { iterations: 2047 }],
    ['iterations', { iterations: 1_000_001 }],
    ['iterations', { iterations: 4000.5 }],
    ['name', { name: '' }],
    ['name', { name: 'x'.repeat(65) }],
    ['certificates', { certificates: [] }],
    ['certificates', { certificates: ['-----BEGIN CERTIFICATE-----'] }],
  ])('refuses a bad option: %s', async (option, changes) => {
    const sealing = sealPkcs12({ ...contents, ...changes });
    await expect(sealing).rejects.toMatchObject({ code: 'invalid_options', option });
  });

  it('refuses a second certificate that is none', async () => {
    const certificates = [...contents.certificates.slice(0, 1), 'none'];
    const option = 'certificates[1]';
    await expect(sealPkcs12({ ...contents, certificates })).rejects.toMatchObject({ option });
  });

  it('refuses to file a key under the certificate of another', async () => {
    const certificates = [...contents.certificates].reverse();
    await expect(sealPkcs12({ ...contents, certificates })).rejects.toMatchObject({
      option: 'certificates',
    });
  });
});
