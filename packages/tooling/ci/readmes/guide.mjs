import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../bootstrap/paths.mjs';

/**
 * What the README of a package tells its reader to do in an empty folder, in order.
 *
 * @typedef {object} Guide
 * @property {string} install the command below "Install"
 * @property {readonly Step[]} steps one for each command block below "Use"
 */

/**
 * @typedef {object} Step
 * @property {Readonly<Record<string, string>>} files the blocks that have appeared so far and begin with a comment that is a file name
 * @property {readonly string[]} commands
 */

/** @param {string} name @returns {Guide} */
export function readGuide(name) {
  const text = readReadme(name);
  const [install] = blocksOf(sectionOf(text, 'Install')).filter(isCommands);
  if (install === undefined)
    throw new Error(`the README of ${name} does not say how to install it`);
  return { install: install.code.trim(), steps: stepsOf(sectionOf(text, 'Use')) };
}

/** The blocks of one section of the README of a package. @param {string} name @param {string} title @returns {Block[]} */
export function readBlocks(name, title) {
  return blocksOf(sectionOf(readReadme(name), title));
}

/** @param {string} name */
const readReadme = (name) => readFileSync(join(ROOT, 'packages', name, 'README.md'), 'utf8');

/** What a reader fills in for the words of a README. @typedef {readonly (readonly [words: string, own: string])[]} Fillings */

/** @param {string} text @param {Fillings} fillings */
export const fill = (text, fillings) =>
  fillings.reduce((filled, [words, own]) => filled.replaceAll(words, own), text);

/** @param {string} text @param {string} title */
function sectionOf(text, title) {
  const [, section = ''] = text.split(`\n## ${title}\n`);
  return section.split('\n## ')[0] ?? '';
}

/** @typedef {{ language: string, code: string }} Block */

/** @param {string} section @returns {Block[]} */
function blocksOf(section) {
  return [...section.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language = '', code = '']) => ({
    language,
    code,
  }));
}

const isCommands = (/** @type {Block} */ { language }) => language === 'sh';

/** @param {string} section @returns {Step[]} */
function stepsOf(section) {
  /** @type {Step[]} */
  const steps = [];
  /** @type {Record<string, string>} */
  const files = {};
  for (const block of blocksOf(section)) {
    const name = /^\/\/ ([\w.-]+\.\w+)\n/.exec(block.code)?.[1];
    if (name !== undefined) files[name] = block.code;
    if (isCommands(block))
      steps.push({ files: { ...files }, commands: block.code.trim().split('\n') });
  }
  return steps;
}
