import type { Draft } from '../api/v1.js';

/**
 * Names the write of each line by what the line says, as the command line does (decision 36): correcting, adding or moving lines changes the
 * name of no other. Two equal lines are two licenses: the second is told from the first by its count. Another `batch` names all anew.
 */
export function createLineKeys(batch: string): (draft: Draft) => string {
  const seen = new Map<string, number>();
  return (draft) => {
    // The members in one order, whatever that of the columns.
    const members = Object.entries(draft).sort(([a], [b]) => (a < b ? -1 : 1));
    const name = hash(JSON.stringify([batch, members]));
    const count = seen.get(name) ?? 0;
    seen.set(name, count + 1);
    return `import-${name}-${String(count)}`;
  };
}

/**
 * 64 bits of two FNV-1a hashes: they tell lines apart, no more, and the server refuses other contents under a key that it knows. Browsers
 * have SHA-256 only where the page came by https.
 */
function hash(text: string): string {
  let [one, two] = [0x811c9dc5, 0x01000193];
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    one = Math.imul(one ^ unit, 0x01000193);
    two = Math.imul(two ^ unit, 0x85ebca6b) ^ (two >>> 13);
  }
  return [one, two].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
}
