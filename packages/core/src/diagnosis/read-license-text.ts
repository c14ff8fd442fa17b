import { maxDocumentLength } from '../document/jws.js';
import { fromPipeForm } from '../document/pipe-form.js';
import { decodeBase64, decodeUtf8 } from '../encoding/base64.js';

/** Base64 of the longest document, or the longest pipe form, with room for line breaks. */
const longestText = 3 * maxDocumentLength;

/**
 * Finds the compact JWS in what a person pastes: a license file or an activation code as it is, base64 of a file (as the API sends it), or a
 * token license with its bar. White space is dropped. What is none of these comes back as it is, to be refused by its reader.
 */
export function readLicenseText(pasted: string): string {
  const text = pasted.length > longestText ? pasted : pasted.replaceAll(/[\t-\r ]/g, '');
  if (text.includes('|')) return fromPipeForm(text) ?? text;
  if (text.includes('.')) return text;
  const bytes = decodeBase64(text);
  const decoded = bytes && decodeUtf8(bytes);
  return decoded?.trim() ?? text;
}
