import { join } from 'node:path';
import { readDocument, type EpochSeconds } from '@licet/core';
import {
  certifyNewLeaf,
  certifyRoot,
  createSigningLanes,
  exportPublicKey,
  generateSigningKey,
  newIssuerId,
  openPkcs12,
  sealPkcs12,
  type LeafSigner,
  type SigningKey,
  type SigningKeyOptions,
} from '@licet/issuer';
import { readInput, writeNewFile } from '../input/files.js';
import { failure } from '../program/failure.js';
import type { Io } from '../program/io.js';

/** What is in a folder of keys. The stores are for the vendor alone, the others for everybody. */
export const keyFiles = {
  rootStore: 'root.p12',
  leafStore: 'leaf.p12',
  leafStatement: 'leaf.jwt',
  pem: 'root.pem',
  jwk: 'root.jwk.json',
  xml: 'root.xml',
} as const;

/** How a folder of keys is made. */
export interface KeyFolderRequest extends SigningKeyOptions {
  readonly folder: string;
  readonly passphrase: string;
  readonly now: EpochSeconds;
}

/** What was made. */
export interface NewKeys {
  readonly issuer: string;
  readonly rootKid: string;
  readonly leafKid: string;
  readonly files: readonly string[];
}

/** Makes a root and a leaf that it certifies, and writes them into a folder that has none yet. */
export async function createKeyFolder(io: Io, request: KeyFolderRequest): Promise<NewKeys> {
  const [root, leaf] = [await generateSigningKey(request), await generateSigningKey(request)];
  const issuer = newIssuerId();
  const contents = await sealKeys({ root, leaf, issuer }, request);
  const files = Object.entries(contents).map(([name, content]) => ({
    path: join(request.folder, name),
    content,
    isSecret: name.endsWith('.p12'),
  }));
  for (const { path, content, isSecret } of files) {
    await writeNewFile(io, path, content, { isSecret });
  }
  return {
    issuer,
    rootKid: root.publicKey.thumbprint,
    leafKid: leaf.publicKey.thumbprint,
    files: files.map(({ path }) => path),
  };
}

interface KeyPairs {
  readonly root: SigningKey;
  readonly leaf: SigningKey;
  readonly issuer: string;
}

/** The store of the root comes first: where one is already, nothing is written. */
async function sealKeys(
  { root, leaf, issuer }: KeyPairs,
  { passphrase, now }: KeyFolderRequest,
): Promise<Record<string, string | Uint8Array>> {
  const certified = certifyRoot(root, { issuer, now });
  const { statement, certificates } = await certifyNewLeaf(
    { leaf: leaf.publicKey, use: 'license', root: certified },
    { issuer, now },
    createSigningLanes(),
  );
  const { pem, jwk, xml } = exportPublicKey(root.publicKey);
  const seal = (key: SigningKey, name: string, certificates: readonly string[]) =>
    sealPkcs12({ key, name, certificates, passphrase });
  return {
    [keyFiles.rootStore]: await seal(root, 'Licet root', [certified.certificate]),
    [keyFiles.leafStore]: await seal(leaf, 'Licet leaf', certificates),
    [keyFiles.leafStatement]: `${statement}\n`,
    [keyFiles.pem]: pem,
    [keyFiles.jwk]: `${JSON.stringify(jwk, undefined, 2)}\n`,
    [keyFiles.xml]: `${xml}\n`,
  };
}

/** A leaf, ready to sign, and for whom. */
export interface OpenedLeaf {
  readonly signer: LeafSigner;
  readonly issuer: string;
}

/** Opens the leaf of a folder of keys; the root stays closed. */
export async function openLeaf(io: Io, folder: string, passphrase: string): Promise<OpenedLeaf> {
  const store = await readInput(io, join(folder, keyFiles.leafStore), 'a key store');
  const path = join(folder, keyFiles.leafStatement);
  const statement = (await readInput(io, path, 'the statement about a leaf')).toString().trim();
  const { key } = await openPkcs12(store, passphrase);
  return { signer: { key, statement }, issuer: readIssuer(statement, path) };
}

function readIssuer(statement: string, path: string): string {
  const reading = readDocument(statement);
  const issuer = reading.ok ? reading.document.payload.iss : undefined;
  if (typeof issuer === 'string') return issuer;
  throw failure('bad_key_store', `${path} is no statement about a leaf: restore it from a copy.`);
}
