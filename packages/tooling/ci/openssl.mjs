// Run with `node packages/tooling/run.mjs script packages/tooling/ci/openssl.mjs`. It asks the openssl program whether what
// the issuer makes is what it claims to be: certificates, key stores, and the signature of a license file.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  certifyLeaf,
  createLeafCertificate,
  createRootCertificate,
  createSigningLanes,
  exportPublicKey,
  generateSigningKey,
  newDocumentId,
  newIssuerId,
  newLicenseId,
  openPkcs12,
  sealPkcs12,
  signLicense,
  toPkcs8Pem,
} from '../../issuer/dist/index.js';
import { createTally } from '../checks/tally.mjs';

const passphrase = 'correct horse battery staple';
const issuedAt = Math.floor(Date.now() / 1000);
const times = { notBefore: issuedAt, notAfter: issuedAt + 86_400 };
const folder = mkdtempSync(join(tmpdir(), 'licet-openssl-'));

/** @param {string} name @param {string | Uint8Array} contents */
const write = (name, contents) => {
  writeFileSync(join(folder, name), contents, { mode: 0o600 });
};

/** @param {string} command @returns {string} what openssl printed, on either stream; throws when it fails */
const openssl = (command) =>
  execFileSync('sh', ['-c', `openssl ${command} 2>&1`], {
    cwd: folder,
    env: { ...process.env, STORE_PASS: passphrase },
    encoding: 'utf8',
    stdio: 'pipe',
  });

/** @param {string} command @returns {string} what openssl printed when it failed, else nothing */
const refusalOf = (command) => {
  try {
    openssl(command);
    return '';
  } catch (error) {
    return String(/** @type {{ stdout?: unknown }} */ (error).stdout);
  }
};

const { check, finish } = createTally();

async function makeFiles() {
  const [root, leaf] = await Promise.all([generateSigningKey(), generateSigningKey()]);
  const issuer = newIssuerId();
  const lanes = createSigningLanes();
  const rootCertificate = createRootCertificate({
    key: root,
    commonName: `Licet root ${issuer}`,
    ...times,
  });
  const leafCertificate = createLeafCertificate({
    ...{ root, rootCertificate, leaf: leaf.publicKey, commonName: `Licet leaf ${issuer}` },
    ...times,
  });
  const statement = await certifyLeaf(
    {
      ...{ root, leaf: leaf.publicKey, issuer, use: 'license' },
      ...{ issuedAt, notBefore: issuedAt, expiresAt: issuedAt + 86_400 },
    },
    lanes,
  );
  const license = await signLicense(
    'domain-license',
    {
      ...{ v: 1, iss: issuer, sub: newLicenseId(), jti: newDocumentId(), gen: 1, iat: issuedAt },
      ...{ product: 'shop', domains: [{ name: 'shop.example', scope: 'host+www' }] },
    },
    { key: leaf, statement },
    lanes,
  );
  const certificates = [leafCertificate, rootCertificate];
  const dot = license.lastIndexOf('.');
  write('root.pem', rootCertificate);
  write('leaf.pem', leafCertificate);
  write('leaf.key', toPkcs8Pem(leaf));
  write('leaf.pub', exportPublicKey(leaf.publicKey).pem);
  write('leaf.p12', await sealPkcs12({ key: leaf, name: 'Licet leaf', certificates, passphrase }));
  write('input', license.slice(0, dot));
  write('changed', license.slice(0, dot - 1));
  write('signature', Buffer.from(license.slice(dot + 1), 'base64url'));
  return { issuer, leaf };
}

try {
  const { issuer, leaf } = await makeFiles();
  const pass = '-passin env:STORE_PASS';

  await check('openssl verify: the root certificate vouches for the leaf', () =>
    openssl('verify -x509_strict -CAfile root.pem leaf.pem').includes('leaf.pem: OK'),
  );
  await check('openssl verify: a certificate that the leaf signed is worth nothing', () => {
    openssl('req -new -key leaf.key -subj /CN=below -out below.csr');
    openssl('x509 -req -in below.csr -CA leaf.pem -CAkey leaf.key -days 1 -out below.pem');
    const refusal = refusalOf('verify -CAfile root.pem -untrusted leaf.pem below.pem');
    return refusal.includes('invalid CA certificate');
  });
  await check('openssl x509: the root names its issuer and ends the chain below itself', () => {
    const text = openssl('x509 -in root.pem -noout -text');
    return text.includes(`Licet root ${issuer}`) && text.includes('CA:TRUE, pathlen:0');
  });
  await check('openssl pkcs12: the store is under AES-256-CBC, PBKDF2 and HMAC-SHA-256', () => {
    const text = openssl(`pkcs12 -in leaf.p12 ${pass} -info -noout`);
    return text.includes('PBES2, PBKDF2, AES-256-CBC, Iteration 10000, PRF hmacWithSHA256');
  });
  await check('openssl pkcs12: the key comes out as it went in', () => {
    openssl(`pkcs12 -in leaf.p12 ${pass} -nocerts -noenc -out out.key`);
    openssl('pkey -in out.key -pubout -out out.pub');
    return readFileSync(join(folder, 'out.pub')).equals(readFileSync(join(folder, 'leaf.pub')));
  });
  await check('openssl pkcs12: both certificates come out', () => {
    const text = openssl(`pkcs12 -in leaf.p12 ${pass} -nokeys`);
    return text.split('BEGIN CERTIFICATE').length === 3;
  });
  await check('openssl pkcs12: another passphrase does not open the store', () =>
    refusalOf('pkcs12 -in leaf.p12 -passin pass:wrong -noout').includes('invalid password'),
  );
  await check('openPkcs12: a store that openssl made opens', async () => {
    const files = '-inkey leaf.key -in leaf.pem -certfile root.pem -name leaf';
    openssl(`pkcs12 -export ${files} -passout env:STORE_PASS -out theirs.p12`);
    const opened = await openPkcs12(readFileSync(join(folder, 'theirs.p12')), passphrase);
    const certificates = ['leaf.pem', 'root.pem'].map((name) =>
      readFileSync(join(folder, name), 'utf8'),
    );
    return (
      opened.key.publicKey.thumbprint === leaf.publicKey.thumbprint &&
      opened.certificates.join() === certificates.join()
    );
  });
  await check('openssl dgst: the exported leaf key verifies the license file', () =>
    openssl('dgst -sha256 -verify leaf.pub -signature signature input').includes('Verified OK'),
  );
  await check('openssl dgst: a changed license file does not verify', () =>
    refusalOf('dgst -sha256 -verify leaf.pub -signature signature changed').includes('failure'),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
finish();
