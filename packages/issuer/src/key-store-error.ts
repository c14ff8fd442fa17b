/**
 * Why a key store could not be opened. `wrong_passphrase` also covers a store that was altered:
 * nothing tells them apart.
 */
export const keyStoreCodes = ['bad_key_store', 'wrong_passphrase'] as const;

/** One reason of {@link keyStoreCodes}. */
export type KeyStoreCode = (typeof keyStoreCodes)[number];

/**
 * A key store that could not be opened. It carries no cause, as the cause may have seen what is
 * inside.
 */
export class KeyStoreError extends Error {
  override readonly name = 'KeyStoreError';
  readonly code: KeyStoreCode;

  constructor(code: KeyStoreCode, message: string) {
    super(message);
    this.code = code;
  }
}
