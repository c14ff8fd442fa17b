import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const cipher = 'aes-256-gcm';
const nonceLength = 12;
const tagLength = 16;

/** Encrypts what is stored. What was sealed for one purpose does not open for another. */
export interface Sealer {
  /** Base64url of nonce, ciphertext and tag. */
  seal(purpose: string, plaintext: string | Uint8Array): string;
  /** Throws when the text was changed, or sealed for another purpose or with another key. */
  open(purpose: string, sealed: string): Buffer;
}

/** AES-256-GCM with random 96-bit nonces (NIST SP 800-38D); the purpose is the associated data. */
export function createSealer(key: Uint8Array): Sealer {
  return {
    seal(purpose, plaintext) {
      const nonce = randomBytes(nonceLength);
      const encryption = createCipheriv(cipher, key, nonce).setAAD(Buffer.from(purpose));
      const parts = [nonce, encryption.update(plaintext), encryption.final()];
      return Buffer.concat([...parts, encryption.getAuthTag()]).toString('base64url');
    },
    open(purpose, sealed) {
      const bytes = Buffer.from(sealed, 'base64url');
      const nonce = bytes.subarray(0, nonceLength);
      const decryption = createDecipheriv(cipher, key, nonce, { authTagLength: tagLength })
        .setAAD(Buffer.from(purpose))
        .setAuthTag(bytes.subarray(-tagLength));
      const body = bytes.subarray(nonceLength, -tagLength);
      return Buffer.concat([decryption.update(body), decryption.final()]);
    },
  };
}
