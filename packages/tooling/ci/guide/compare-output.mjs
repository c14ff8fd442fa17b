/**
 * Whether commands printed what a page shows. `…` in it stands for what differs from one time to the next: within a line of text, or within a
 * string of JSON. The layout of JSON does not count.
 *
 * @param {import('./read-page.mjs').Shown} shown
 * @param {string} printed
 */
export function isAsShown({ form, text }, printed) {
  if (form === 'text') return toPattern(text.trimEnd()).test(printed.trimEnd());
  return isJsonAsShown(JSON.parse(text), parseJson(printed));
}

/** @param {string} text @returns {unknown} */
function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** @param {unknown} shown @param {unknown} printed @returns {boolean} */
function isJsonAsShown(shown, printed) {
  if (typeof shown === 'string')
    return typeof printed === 'string' && toPattern(shown).test(printed);
  if (typeof shown !== 'object' || shown === null) return shown === printed;
  if (typeof printed !== 'object' || printed === null) return false;
  if (Array.isArray(shown) !== Array.isArray(printed)) return false;
  const [wanted, found] = [new Map(Object.entries(shown)), new Map(Object.entries(printed))];
  return (
    wanted.size === found.size &&
    [...wanted].every(([name, value]) => found.has(name) && isJsonAsShown(value, found.get(name)))
  );
}

/** @param {string} text */
function toPattern(text) {
  const parts = text
    .split('…')
    .map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.+')}$`);
}
