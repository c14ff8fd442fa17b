import { parseArgs } from 'node:util';
import type { Command, OptionSpec, OptionSpecs, OptionValues } from './command.js';
import { misuse } from './failure.js';

/** Options of every command. */
export const commonOptions = {
  json: { type: 'flag', text: 'print one JSON document for a machine to read' },
  help: { type: 'flag', text: 'explain the command, with examples; or -h' },
} as const satisfies OptionSpecs;

/** The command that a line names, and the words behind its name. */
export interface FoundCommand {
  readonly command: Command;
  readonly rest: readonly string[];
}

/** Finds the command whose name the line begins with: the longest, as `keys create` is not `keys`. */
export function findCommand(
  commands: readonly Command[],
  words: readonly string[],
): FoundCommand | undefined {
  for (const count of [2, 1]) {
    const name = words.slice(0, count).join(' ');
    const command = commands.find((candidate) => candidate.name === name);
    if (command) return { command, rest: words.slice(count) };
  }
  return undefined;
}

/** A command line after all checks. */
export interface ParsedArguments {
  readonly options: OptionValues<OptionSpecs>;
  readonly operands: readonly string[];
  readonly json: boolean;
  readonly help: boolean;
}

/** Reads the words behind a command's name. Throws a `CommandFailure` that says which word is wrong and what to write. */
export function parseArguments(
  { command, rest }: FoundCommand,
  env: Readonly<Record<string, string | undefined>>,
): ParsedArguments {
  const specs: OptionSpecs = { ...command.options, ...commonOptions };
  const { values, positionals } = parseStrictly(command, specs, rest);
  const options = Object.fromEntries(
    Object.entries(specs).map(([name, spec]) => [name, toValue(name, spec, values[name], env)]),
  );
  const help = options.help === true;
  if (!help) refuseOperands(command, positionals);
  return { options, operands: positionals, json: options.json === true, help };
}

type Given = string | boolean | readonly (string | boolean)[] | undefined;

function parseStrictly(command: Command, specs: OptionSpecs, args: readonly string[]) {
  const options = Object.fromEntries(
    Object.entries(specs).map(([name, { type }]) => [
      name,
      {
        type: type === 'flag' ? ('boolean' as const) : ('string' as const),
        multiple: true,
        ...(name === 'help' && { short: 'h' }),
      },
    ]),
  );
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw misuse(`${toSentence(error)} See licet ${command.name} --help.`);
  }
}

/** Node explains at length how to pass what is no option; the first sentence is the one that matters. */
function toSentence(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const [, unclear] = /^Option '(?:-\w, )?(--[\w-]+)' argument is ambiguous/.exec(text) ?? [];
  if (unclear !== undefined) {
    return `${unclear} needs a value; write ${unclear}=… for one that begins with a hyphen.`;
  }
  const [first = text] = text.split(/\.? To specify|\n/);
  return first.endsWith('.') ? first : `${first}.`;
}

function toValue(
  name: string,
  spec: OptionSpec,
  given: Given,
  env: Readonly<Record<string, string | undefined>>,
): string | boolean | readonly string[] | undefined {
  const all = (Array.isArray(given) ? given : []) as readonly (string | boolean)[];
  if (spec.type === 'flag') return all.length > 0;
  const texts = all.map(String);
  if (spec.type === 'text' && texts.length > 1) throw misuse(`Give --${name} once.`, name);
  const fromEnv = spec.env === undefined ? undefined : env[spec.env];
  const found = texts.length === 0 && fromEnv ? [fromEnv] : texts;
  const values = spec.type === 'list' ? found.flatMap(splitList) : found;
  for (const value of values) refuseValue(name, spec, value);
  return spec.type === 'list' ? values : values[0];
}

function splitList(text: string): readonly string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function refuseValue(name: string, spec: OptionSpec, value: string): void {
  if (spec.type === 'flag') return;
  if (value === '') throw misuse(`--${name} is empty: give ${spec.value}.`, name);
  if (spec.choices && !spec.choices.includes(value)) {
    throw misuse(`--${name} must be one of ${spec.choices.join(', ')}.`, name);
  }
}

function refuseOperands({ name, operands }: Command, given: readonly string[]): void {
  const missing = operands[given.length];
  if (missing) {
    throw misuse(`Say which ${missing.name}: ${missing.text}. See licet ${name} --help.`);
  }
  const extra = given[operands.length];
  if (extra !== undefined) throw misuse(`Too many words: "${extra}". See licet ${name} --help.`);
}
