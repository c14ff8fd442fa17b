import { readFileSync } from 'node:fs';
import { createTrustedKeys, verifyDocument } from '@licet/core';
import { currentUsage } from '../usage.js';

/** Verifies one license with core and reports what the process cost until then. */
const [licensePath = '', keyPath = '', product = ''] = process.argv.slice(2);

const pins = createTrustedKeys(readFileSync(keyPath, 'utf8'));
const verification = verifyDocument(readFileSync(licensePath, 'utf8'), {
  kind: 'domain-license',
  product,
  pins,
});
if (!verification.ok) throw new Error(verification.detail);
console.log(JSON.stringify(currentUsage()));
