/**
 * Strict base64 in both alphabets of RFC 4648. Node's own decoder takes white space, the other alphabet, loose bits and
 * missing padding; encoding the result again and comparing proves that the text was the one canonical spelling.
 * This is the only file of the package that names `Buffer`.
 */

/** Decodes unpadded base64url (RFC 4648 section 5). Anything but the canonical spelling gives `undefined`. */
export function decodeBase64Url(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : undefined;
}

/** Decodes padded base64 (RFC 4648 section 4). Anything but the canonical spelling gives `undefined`. */
export function decodeBase64(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

/** Encodes bytes, or the UTF-8 form of a text, as unpadded base64url. */
export function encodeBase64Url(data: Uint8Array | string): string {
  return toBuffer(data).toString('base64url');
}

/** Encodes bytes, or the UTF-8 form of a text, as padded base64. */
export function encodeBase64(data: Uint8Array | string): string {
  return toBuffer(data).toString('base64');
}

/** As long as the longest signed document. Status lists are longer, and rare. */
const scratch = Buffer.allocUnsafe(16_384);

/**
 * Lends the first `length` characters as one byte each: exact for ASCII, such as a JWS signing input (RFC 7515 section 5.1).
 * The bytes are overwritten by the next call, which saves an allocation per document; use them at once.
 */
export function lendAsciiBytes(text: string, length: number): Uint8Array {
  if (length > scratch.length) return Buffer.from(text.slice(0, length), 'latin1');
  return scratch.subarray(0, scratch.write(text, 0, length, 'latin1'));
}

/**
 * Decodes unpadded base64url like {@link decodeBase64Url}, into a text with one character for each byte: exact when all of it turns out to
 * be ASCII. A text that is longer than any document gives `undefined` too.
 */
export function decodeBase64UrlToLatin1(text: string): string | undefined {
  const length = scratch.write(text, 0, 'base64url');
  return scratch.toString('base64url', 0, length) === text
    ? scratch.toString('latin1', 0, length)
    : undefined;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Decodes UTF-8; malformed input gives `undefined`, a byte order mark stays in the text. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

function toBuffer(data: Uint8Array | string): Buffer {
  return typeof data === 'string'
    ? Buffer.from(data, 'utf8')
    : Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}
