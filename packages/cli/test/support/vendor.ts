import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DomainLicenseClaims } from '@licet/core';
import { createSigningLanes, signLicense } from '@licet/issuer';
import { afterAll, beforeAll } from 'vitest';
import { openLeaf } from '../../src/keys/key-folder.js';
import { createFolder, licet, start, type Setting } from './run-licet.js';

const product = 'acme-shop';
export const env = { LICET_PASSPHRASE: 'correct horse battery' };

/** A vendor without a server: keys that `licet keygen` made, once for all tests of a file. */
export interface Vendor {
  /** A new folder with the keys of the vendor in `keys`. */
  readonly open: () => Promise<Folder>;
}

/** A folder to work in. */
export interface Folder {
  readonly path: string;
  readonly run: (args: readonly string[], setting?: Setting) => ReturnType<typeof licet>;
  readonly write: (name: string, text: string | Uint8Array) => Promise<void>;
  /** Signs a domain license for shop.example.com into `license.dat`. */
  readonly sign: (changes?: Partial<DomainLicenseClaims>) => Promise<string>;
}

/** Makes the keys before the tests of a file, and removes them after. */
export function useVendor(): Vendor {
  let home = '';
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'licet-vendor-'));
    const { code, stderr } = await licet(['keygen', '--bits', '2048'], { cwd: home, env });
    if (code !== 0) throw new Error(stderr);
  });
  afterAll(() => rm(home, { recursive: true }));
  return {
    open: async () => {
      const path = await createFolder();
      await cp(home, path, { recursive: true });
      const write = (name: string, text: string | Uint8Array) => writeFile(join(path, name), text);
      return {
        path,
        run: (args, setting = {}) =>
          licet(args, { cwd: path, ...setting, env: { ...env, ...setting.env } }),
        write,
        sign: async (changes) => {
          const text = await signDomain(path, changes);
          await write('license.dat', `${text}\n`);
          return text;
        },
      };
    },
  };
}

/** Signs whatever is asked for, as a vendor of tomorrow would. */
export async function signAnything(path: string, payload: object): Promise<string> {
  const { signer, claims } = await prepare(path);
  const { key, statement: leaf } = signer;
  const header = { alg: 'RS256', typ: 'domain-license+jwt', kid: key.publicKey.thumbprint, leaf };
  const parts = [header, { ...claims, ...payload }];
  const input = parts
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const signature = await createSigningLanes().sign(key.privateKey, Buffer.from(input));
  return `${input}.${Buffer.from(signature).toString('base64url')}`;
}

async function signDomain(
  path: string,
  changes: Partial<DomainLicenseClaims> = {},
): Promise<string> {
  const { signer, claims } = await prepare(path);
  const all = { ...claims, ...changes };
  return signLicense('domain-license', all, signer, createSigningLanes());
}

/** The leaf in a folder, and a sound license for it to sign. */
async function prepare(path: string) {
  const io = { cwd: path } as Parameters<typeof openLeaf>[0];
  const { signer, issuer } = await openLeaf(io, 'keys', env.LICET_PASSPHRASE);
  const claims: DomainLicenseClaims = {
    v: 1,
    iss: issuer,
    sub: 'lic_1',
    jti: 'doc_1',
    gen: 1,
    iat: start,
    product,
    domains: [{ name: 'shop.example.com', scope: 'host' }],
  };
  return { signer, claims };
}
