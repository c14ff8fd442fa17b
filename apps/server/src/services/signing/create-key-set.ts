import { certifyRoot, generateSigningKey } from '@licet/issuer';
import { certifyAndSealLeaf, sealRoot, type Certification } from './certify.js';
import type { ModulusBits, SealedKey } from './seal-key.js';

/** Makes the keys of a new account: a root, and a leaf each for licenses and for status lists. */
export async function createKeySet(
  certification: Certification,
  modulusBits: ModulusBits,
): Promise<SealedKey[]> {
  const [rootKey, license, status] = await Promise.all([
    generateSigningKey({ modulusBits }),
    generateSigningKey({ modulusBits }),
    generateSigningKey({ modulusBits }),
  ]);
  const root = certifyRoot(rootKey, certification);
  return Promise.all([
    sealRoot(root, certification),
    certifyAndSealLeaf(license, 'license', root, certification),
    certifyAndSealLeaf(status, 'status', root, certification),
  ]);
}
