/** The bytes of a signed text that its signature is of, and the signature. */
export function splitSigned(text: string): { readonly data: Buffer; readonly signature: Buffer } {
  const end = text.lastIndexOf('.');
  return {
    data: Buffer.from(text.slice(0, end)),
    signature: Buffer.from(text.slice(end + 1), 'base64url'),
  };
}
