import { createStyle, printable, type Style } from '../terminal/style.js';
import type { Command, Outcome } from './command.js';
import { exitCodes } from './exit-codes.js';
import { misuse, toFailureTerms, type FailureTerms } from './failure.js';
import { describeCommand, describeProgram } from './help.js';
import type { Io } from './io.js';
import { findCommand, parseArguments } from './parse-arguments.js';
import { version } from './version.js';

/** Runs one command line and resolves with the exit code. Never throws: whatever goes wrong is told in a sentence. */
export async function runProgram(
  commands: readonly Command[],
  args: readonly string[],
  io: Io,
): Promise<number> {
  const style = createStyle(io.stdout, io.env);
  const [first] = args;
  if (first === '--version' || first === '-v') return print(io, `${version}\n`);
  const isJson = args.includes('--json');
  try {
    if (first === undefined || /^(?:--help|-h|help)$/.test(first)) {
      return print(io, describe(commands, args.slice(1), style));
    }
    return await runCommand(commands, args, { io, style });
  } catch (error) {
    return report(io, isJson, toFailureTerms(error));
  }
}

function describe(commands: readonly Command[], words: readonly string[], style: Style): string {
  const found = findCommand(commands, words);
  if (found) return describeCommand(found.command, style);
  if (words.length > 0) throw unknownCommand(commands, words);
  return describeProgram(commands, style);
}

async function runCommand(
  commands: readonly Command[],
  args: readonly string[],
  { io, style }: { readonly io: Io; readonly style: Style },
): Promise<number> {
  const found = findCommand(commands, args);
  if (!found) throw unknownCommand(commands, args);
  const { options, operands, json, help } = parseArguments(found, io.env);
  if (help) return print(io, describeCommand(found.command, style));
  const outcome = await found.command.run({
    options,
    operands,
    io: { ...io, style, isJson: json },
  });
  return conclude(io, json, outcome);
}

/** What a machine reads has always these members: `ok`, and `data` or `error` or both. */
function conclude(io: Io, isJson: boolean, { data, text, refusal }: Outcome): number {
  const code = exitCodes[refusal?.exit ?? 'ok'].code;
  if (!isJson) {
    io.stdout.write(text);
    return code;
  }
  const error = refusal && { code: refusal.code, message: refusal.message, exitCode: code };
  printJson(io, { ok: !refusal, data, ...(error && { error }) });
  return code;
}

function report(io: Io, isJson: boolean, { code, message, exit, field }: FailureTerms): number {
  const exitCode = exitCodes[exit].code;
  if (isJson) {
    const error = { code, message, ...(field !== undefined && { field }), exitCode };
    printJson(io, { ok: false, error });
  } else {
    const { red } = createStyle(io.stderr, io.env);
    io.stderr.write(`${red('licet:')} ${printable(message)}\n`);
  }
  return exitCode;
}

function print(io: Io, text: string): number {
  io.stdout.write(text);
  return exitCodes.ok.code;
}

function printJson(io: Io, value: unknown): void {
  io.stdout.write(`${JSON.stringify(value, undefined, 2)}\n`);
}

function unknownCommand(
  commands: readonly Command[],
  [first = '', second = '']: readonly string[],
) {
  const family = commands.filter(({ name }) => name.startsWith(`${first} `));
  if (family.length > 0) {
    const names = family.map(({ name }) => name.slice(first.length + 1)).join(', ');
    const said = second === '' || second.startsWith('-') ? '' : ` not "${second}",`;
    return misuse(`licet ${first} takes${said} one of: ${names}.`);
  }
  return misuse(`There is no command "${first}". licet --help lists them.`);
}
