import { createPublicKey, verify, type JsonWebKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { currentUsage } from '../usage.js';

/** The same two signatures with node:crypto alone and without any check of what they cover. */
const [licensePath = '', keyPath = '', product = ''] = process.argv.slice(2);

interface Header {
  readonly leaf: string;
}
interface LeafStatement {
  readonly jwk: JsonWebKey;
}
interface License {
  readonly product: string;
}

const license = readFileSync(licensePath, 'utf8');
const { leaf } = decodePart(license, 0) as Header;
assert(isSigned(leaf, createPublicKey(readFileSync(keyPath, 'utf8'))));
const { jwk } = decodePart(leaf, 1) as LeafStatement;
assert(isSigned(license, createPublicKey({ key: { ...jwk }, format: 'jwk' })));
assert((decodePart(license, 1) as License).product === product);
console.log(JSON.stringify(currentUsage()));

function isSigned(jws: string, key: KeyObject): boolean {
  const end = jws.lastIndexOf('.');
  return verify(
    'sha256',
    Buffer.from(jws.slice(0, end)),
    key,
    Buffer.from(jws.slice(end + 1), 'base64url'),
  );
}

function decodePart(jws: string, index: number): unknown {
  return JSON.parse(Buffer.from(jws.split('.')[index] ?? '', 'base64url').toString());
}

function assert(fact: boolean): void {
  if (!fact) throw new Error('The license was refused.');
}
