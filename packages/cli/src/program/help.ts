import { formatTable } from '../terminal/table.js';
import type { Style } from '../terminal/style.js';
import type { Command, OperandSpec, OptionSpec } from './command.js';
import { exitCodes } from './exit-codes.js';
import { commonOptions } from './parse-arguments.js';

const width = 92;

/** What the program can do. */
export function describeProgram(commands: readonly Command[], style: Style): string {
  const rows = commands.map(({ name, summary }) => [style.bold(name), summary]);
  const first = [
    ['licet keygen --out keys', 'make the keys of a vendor'],
    ['licet issue --keys keys --product acme-shop --domain shop.example.com --out license.dat', ''],
    ['licet doctor', 'in the folder of a guarded application: what is wrong?'],
  ];
  return [
    `Licet issues, verifies and explains software licenses.\n`,
    `${style.bold('Usage')}  licet <command> [options]\n`,
    `${style.bold('Commands')}\n${formatTable(rows, '  ')}`,
    `${style.bold('Begin with')}\n${formatTable(first, '  ')}`,
    `${style.bold('Everywhere')}\n${formatTable(optionRows(commonOptions, style), '  ')}`,
    `${style.bold('Exit codes')}\n${formatTable(exitRows(), '  ')}`,
    `licet <command> --help explains a command, with examples. Server and API key are also read from\nLICET_SERVER and LICET_API_KEY.\n`,
  ].join('\n');
}

/** How one command is used. */
export function describeCommand(command: Command, style: Style): string {
  const { name, summary, about, operands, options, examples } = command;
  const usage = ['licet', name, ...operands.map(formatOperand), '[options]'].join(' ');
  const rows = [...operandRows(operands, style), ...optionRows(options, style)];
  const lines = examples.flatMap(([line, text]) => [
    `  ${style.dim(`# ${text}`)}`,
    `  licet ${line}`,
    '',
  ]);
  return [
    `${summary}\n`,
    `${style.bold('Usage')}  ${usage}\n`,
    `${wrap(about)}\n`,
    `${style.bold('Options')}\n${formatTable([...rows, ...optionRows(commonOptions, style)], '  ')}`,
    `${style.bold('Examples')}\n${lines.join('\n')}`,
  ].join('\n');
}

function formatOperand({ name }: OperandSpec): string {
  return `<${name}>`;
}

function operandRows(operands: readonly OperandSpec[], style: Style): string[][] {
  return operands.map((operand) => [style.bold(formatOperand(operand)), operand.text]);
}

function optionRows(options: Readonly<Record<string, OptionSpec>>, style: Style): string[][] {
  return Object.entries(options).map(([name, spec]) => {
    const value = spec.type === 'flag' ? '' : ` ${spec.value}`;
    return [style.bold(`--${name}`) + value, describeOption(spec)];
  });
}

function describeOption(spec: OptionSpec): string {
  if (spec.type === 'flag') return spec.text;
  const { text, choices, env } = spec;
  return [
    text,
    ...(choices ? [`one of ${choices.join(', ')}`] : []),
    ...(spec.type === 'list' ? ['repeat it, or separate by commas'] : []),
    ...(env === undefined ? [] : [`or ${env}`]),
  ].join('; ');
}

function exitRows(): string[][] {
  return Object.values(exitCodes).map(({ code, meaning }) => [String(code), meaning]);
}

function wrap(text: string): string {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const line = lines.at(-1);
    if (line === undefined || line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return `${lines.join('\n')}\n`;
}
