import {
  formatInstant,
  fromPipeForm,
  readDocument,
  readLicenseText,
  type JsonObject,
  type UnverifiedDocument,
} from '@licet/core';
import { readInput } from '../input/files.js';
import { defineCommand, type Command } from '../program/command.js';
import { CommandFailure } from '../program/failure.js';
import { printable } from '../terminal/style.js';
import { formatTable } from '../terminal/table.js';

/** Shows what a document says of itself. */
export const inspect: Command = defineCommand({
  name: 'inspect',
  summary: 'Show what a license file, code or token says, verified or not',
  about: `Decodes a license file, its base64, an activation code, a token license, a borrowed seat, a leaf, a status list or an access token
    and prints what is in it. Nothing is verified: whoever made the text may have written anything. licet verify tells whether it is genuine,
    licet explain why it is refused.`,
  operands: [{ name: 'file', text: 'the file, or - for standard input' }],
  options: {},
  examples: [
    ['inspect license.dat', 'what does this file say?'],
    ['inspect - --json', 'decode what is piped in, for a script'],
  ],
  run: async ({ operands: [path = '-'], io }) => {
    const pasted = (await readInput(io, path, 'a license')).toString('utf8');
    const document = decode(pasted);
    const note = 'Not verified: anybody can write such a text. licet verify checks it.';
    const text = [
      `${io.style.yellow(note)}\n`,
      `${io.style.bold('Header')}\n${describe(withLeaf(document.header))}`,
      `${io.style.bold('Payload')}\n${describe(document.payload)}`,
    ].join('\n');
    return { data: { verified: false, form: formOf(pasted), ...document }, text };
  },
});

function decode(pasted: string): UnverifiedDocument {
  const reading = readDocument(readLicenseText(pasted));
  if (reading.ok) return reading.document;
  const message = `This is not a signed document: ${reading.detail} licet doctor looks closer.`;
  throw new CommandFailure({ code: reading.code, message, exit: 'notALicense' });
}

function formOf(pasted: string): 'jws' | 'pipe' | 'base64' {
  const text = pasted.trim();
  if (text.includes('|')) return fromPipeForm(text) === undefined ? 'jws' : 'pipe';
  return text.includes('.') ? 'jws' : 'base64';
}

/** The statement about the leaf is a document of its own. */
function withLeaf(header: JsonObject): JsonObject {
  const reading = typeof header.leaf === 'string' ? readDocument(header.leaf) : undefined;
  if (reading?.ok !== true) return header;
  const { iss, use, nbf, exp } = reading.document.payload;
  return { ...header, leaf: { kid: reading.document.header.kid, iss, use, nbf, exp } };
}

const instants = new Set(['iat', 'nbf', 'exp', 'until']);

function describe(members: JsonObject, indent = '  '): string {
  const rows = Object.entries(members).flatMap(([name, value]) => flatten(name, value));
  return formatTable(rows, indent);
}

function flatten(name: string, value: unknown): string[][] {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return Object.entries(value).flatMap(([member, inner]) => flatten(`${name}.${member}`, inner));
  }
  return [[printable(name), format(name.split('.').at(-1) ?? '', value)]];
}

function format(name: string, value: unknown): string {
  const text = printable(typeof value === 'string' ? value : JSON.stringify(value));
  if (!instants.has(name) || typeof value !== 'number' || !Number.isSafeInteger(value)) return text;
  return value > -62_135_596_800 && value < 253_402_300_800
    ? `${text}  (${formatInstant(value)})`
    : text;
}
