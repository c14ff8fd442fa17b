/**
 * @typedef {object} Step one block of commands of a page
 * @property {number} line of the page, counted from 1
 * @property {string} commands
 * @property {Shown | undefined} shown what the page says that they print
 *
 * @typedef {object} Shown
 * @property {'json' | 'text'} form
 * @property {string} text
 */

/**
 * The commands of a page: its `sh` blocks, each with the `json` or `text` block that comes next, if one comes before other commands. Blocks of
 * other languages, `console` among them, are there to be read.
 *
 * @param {string} markdown
 * @returns {Step[]}
 */
export function readPage(markdown) {
  /** @type {Step[]} */
  const steps = [];
  for (const match of markdown.matchAll(/^```(\w+)\n(.*?)^```$/gms)) {
    const [, language, text = ''] = match;
    const last = steps.at(-1);
    if (language === 'sh') {
      const line = markdown.slice(0, match.index).split('\n').length;
      steps.push({ line, commands: text, shown: undefined });
    } else if ((language === 'json' || language === 'text') && last && !last.shown) {
      last.shown = { form: language, text };
    }
  }
  return steps;
}
