import { createPrivateKey, randomBytes, type X509Certificate } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { OptionsError } from '@licet/core';
import forge from 'node-forge';
import { KeyStoreError } from './key-store-error.js';
import { readCertificate } from './read-certificate.js';
import { toPkcs8Pem, toSigningKey, type SigningKey } from './signing-key.js';

/** What goes into a key store. */
export interface KeyStoreContents {
  readonly key: SigningKey;
  /** The friendly name that key store tools show, 1 to 64 characters. */
  readonly name: string;
  /** PEM, the key's own certificate first. */
  readonly certificates: readonly string[];
  /**
   * 8 to 1024 printable ASCII characters: tools disagree on the bytes that any other stands for.
   */
  readonly passphrase: string;
  /**
   * How often one guess at the passphrase has to be hashed, 2048 to 1000000; default 10000, about a
   * tenth of a second to seal and to open. For a random passphrase of 128 bits the least is enough;
   * for a weak one no number is.
   */
  readonly iterations?: number | undefined;
}

/** What came out of a key store. */
export interface OpenedKeyStore {
  readonly key: SigningKey;
  /** PEM, the key's own certificate first. */
  readonly certificates: readonly string[];
}

const fewestIterations = 2048;
const mostIterations = 1_000_000;
const largestStore = 65_536;

const encryption = { algorithm: 'aes256', prfAlgorithm: 'sha256', saltSize: 16 } as const;

/**
 * Puts a key with its certificates into a PKCS#12 store (RFC 7292) that `openssl pkcs12` opens: the
 * key under AES-256-CBC with PBKDF2 and HMAC-SHA-256, everything under a MAC. Throws `OptionsError`
 * (`name`, `certificates`, `passphrase`, `iterations`).
 */
export async function sealPkcs12(contents: KeyStoreContents): Promise<Uint8Array> {
  const { key, name, passphrase, iterations = 10_000 } = contents;
  refuseBadOptions(contents, iterations);
  const certificates = toForgeCertificates(contents);
  // Deriving keys takes the event loop for a while: let what is already due go first.
  await setImmediate();
  const forgeKey = forge.pki.privateKeyFromPem(toPkcs8Pem(key));
  const options = { ...encryption, count: iterations, friendlyName: name };
  const store = withNodeRandomness(() =>
    forge.pkcs12.toPkcs12Asn1(forgeKey, certificates, passphrase, options),
  );
  return Buffer.from(forge.asn1.toDer(store).getBytes(), 'latin1');
}

/**
 * Opens a PKCS#12 store with one RSA key, made by {@link sealPkcs12} or by another tool.
 *
 * Throws `KeyStoreError`: `bad_key_store` unless it is DER of at most 64 KiB, under a MAC of at
 * most 1000000 iterations, with exactly one key that guards accept; `wrong_passphrase` when the MAC
 * does not match, which an altered store causes too.
 */
export async function openPkcs12(bytes: Uint8Array, passphrase: string): Promise<OpenedKeyStore> {
  const store = parseStore(bytes);
  await setImmediate();
  return readContents(decrypt(store, passphrase));
}

function refuseBadOptions({ name, passphrase }: KeyStoreContents, iterations: number): void {
  if (name.length < 1 || name.length > 64) {
    throw new OptionsError('name', 'expected 1 to 64 characters.');
  }
  if (!/^[\x20-\x7e]{8,1024}$/.test(passphrase)) {
    throw new OptionsError('passphrase', 'expected 8 to 1024 printable ASCII characters.');
  }
  if (
    !Number.isSafeInteger(iterations) ||
    iterations < fewestIterations ||
    iterations > mostIterations
  ) {
    throw new OptionsError('iterations', 'expected an integer from 2048 to 1000000.');
  }
}

/**
 * Runs `build` with salts and initial vectors from node:crypto. Forge seeds its own generator from
 * random bytes that it decodes as UTF-8, which turns half of them into one and the same character.
 */
function withNodeRandomness<T>(build: () => T): T {
  const { getBytes, getBytesSync } = forge.random;
  const draw = (count: number): string => toBinary(randomBytes(count));
  Object.assign(forge.random, { getBytes: draw, getBytesSync: draw });
  try {
    return build();
  } finally {
    Object.assign(forge.random, { getBytes, getBytesSync });
  }
}

function toForgeCertificates({ certificates, key }: KeyStoreContents): forge.pki.Certificate[] {
  const [own, ...others] = certificates.map((pem) => readCertificate(pem));
  if (own?.checkPrivateKey(key.privateKey) !== true) {
    throw new OptionsError('certificates', "expected the key's own certificate first.");
  }
  return [own, ...others].map((certificate, index) => {
    if (certificate !== undefined) return forge.pki.certificateFromPem(certificate.toString());
    throw new OptionsError(`certificates[${String(index)}]`, 'expected one certificate as PEM.');
  });
}

/**
 * Refuses what it can without a passphrase, before time is spent on what a stranger may have
 * written.
 */
function parseStore(bytes: Uint8Array): forge.asn1.Asn1 {
  if (bytes.length > largestStore || !isDerSequence(bytes)) {
    throw badKeyStore('it is not one DER sequence of at most 64 KiB');
  }
  const store = decodeDer(bytes);
  const iterations = store && readMacIterations(store);
  if (store && iterations !== undefined && iterations >= 1 && iterations <= mostIterations)
    return store;
  throw badKeyStore('it has no MAC of 1 to 1000000 iterations');
}

function decodeDer(bytes: Uint8Array): forge.asn1.Asn1 | undefined {
  try {
    return forge.asn1.fromDer(toBinary(bytes));
  } catch {
    return undefined;
  }
}

/**
 * Whether the bytes are one sequence whose length, in one to three octets of the long form, is
 * theirs.
 */
function isDerSequence(bytes: Uint8Array): boolean {
  const [tag, form = 0] = bytes;
  const content = 2 + (form - 0x80);
  if (tag !== 0x30 || content < 3 || content > 5) return false;
  const length = bytes.subarray(2, content).reduce((sum, octet) => sum * 256 + octet, 0);
  return bytes.length === content + length;
}

/**
 * PFX is { version, authSafe, macData { mac, salt, iterations DEFAULT 1 } } (RFC 7292 section 4).
 */
function readMacIterations(store: forge.asn1.Asn1): number | undefined {
  const macData = store.value[2];
  if (typeof macData !== 'object' || typeof macData.value === 'string') return undefined;
  const [, , iterations] = macData.value;
  return iterations === undefined ? 1 : readInteger(iterations.value);
}

/** An unsigned integer of at most six octets, as forge will read it when it derives the key. */
function readInteger(content: string | forge.asn1.Asn1[]): number | undefined {
  if (typeof content !== 'string' || content.length < 1 || content.length > 6) return undefined;
  return Buffer.from(content, 'latin1').readUIntBE(0, content.length);
}

function decrypt(store: forge.asn1.Asn1, passphrase: string): forge.pkcs12.Pkcs12Pfx {
  try {
    return forge.pkcs12.pkcs12FromAsn1(store, true, passphrase);
  } catch (error) {
    // Forge has no codes. Its error is not passed on: some carry what they could not read.
    if (error instanceof Error && error.message.includes('MAC could not be verified')) {
      throw new KeyStoreError(
        'wrong_passphrase',
        'The passphrase is wrong, or the key store was altered.',
      );
    }
    throw badKeyStore('its contents are not of a kind that is read here');
  }
}

function readContents(store: forge.pkcs12.Pkcs12Pfx): OpenedKeyStore {
  const bags = store.safeContents.flatMap(({ safeBags }) => safeBags);
  const key = readKey(bags);
  const certificates = bags
    .filter(({ type }) => type === forge.pki.oids.certBag)
    .map(readCertificateBag);
  const isOwn = (certificate: X509Certificate): boolean =>
    certificate.checkPrivateKey(key.privateKey);
  const ordered = [...certificates.filter(isOwn), ...certificates.filter((other) => !isOwn(other))];
  return { key, certificates: ordered.map(String) };
}

function readKey(bags: readonly forge.pkcs12.Bag[]): SigningKey {
  const keyBags = bags.filter(({ type }) => type !== forge.pki.oids.certBag);
  const [key, ...others] = keyBags.map((bag) => bag.key);
  if (!key || others.length > 0) throw badKeyStore('it does not hold exactly one RSA key');
  try {
    return toSigningKey(createPrivateKey(forge.pki.privateKeyToPem(key)));
  } catch {
    throw badKeyStore('its key is not one of 2048 to 4096 bits with exponent 65537');
  }
}

function readCertificateBag({ cert }: forge.pkcs12.Bag): X509Certificate {
  const certificate = cert && readCertificate(forge.pki.certificateToPem(cert));
  if (!certificate) throw badKeyStore('it holds a certificate that cannot be read');
  return certificate;
}

function badKeyStore(reason: string): KeyStoreError {
  return new KeyStoreError('bad_key_store', `The key store cannot be read: ${reason}.`);
}

function toBinary(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
