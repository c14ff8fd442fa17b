import type { ExitReason } from './exit-codes.js';
import type { CommandIo } from './io.js';

/** An option that is there or not. */
interface FlagOption {
  readonly type: 'flag';
  readonly text: string;
}

/** An option with a value, or with as many as there are (`list`: repeated, or separated by commas). */
interface ValueOption<Type extends 'text' | 'list'> {
  readonly type: Type;
  /** What stands for the value in the help. */
  readonly value: string;
  readonly text: string;
  /** The only values there are. */
  readonly choices?: readonly string[];
  /** Where the value comes from when the option is left out. */
  readonly env?: string;
}

/** One option of a command. */
export type OptionSpec = FlagOption | ValueOption<'text'> | ValueOption<'list'>;

/** The options of a command by their names, without hyphens in front. */
export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

/** The values that were given. */
export type OptionValues<Specs extends OptionSpecs> = {
  readonly [Name in keyof Specs]: ValueOf<Specs[Name]>;
};

type ValueOf<Spec> = Spec extends { readonly type: 'flag' }
  ? boolean
  : Spec extends { readonly type: 'list' }
    ? readonly string[]
    : string | undefined;

/** A word of a command that is no option. */
export interface OperandSpec {
  readonly name: string;
  readonly text: string;
}

/** A command as it was typed. */
export interface Call<Specs extends OptionSpecs> {
  readonly options: OptionValues<Specs>;
  readonly operands: readonly string[];
  readonly io: CommandIo;
}

/** What a command comes to. */
export interface Outcome {
  /** For machines; its shape is kept. */
  readonly data: unknown;
  /** For people. */
  readonly text: string;
  /** Absent when all is well. */
  readonly refusal?: {
    readonly code: string;
    readonly message: string;
    readonly exit: ExitReason;
  };
}

/** What a command is, for the program, its help, and the shells' completion. */
export interface CommandTerms<Specs extends OptionSpecs> {
  /** One or two words. */
  readonly name: string;
  /** One line. */
  readonly summary: string;
  /** What else a newcomer should know. */
  readonly about: string;
  readonly operands: readonly OperandSpec[];
  readonly options: Specs;
  /** Command lines without the program's name, and what each does. */
  readonly examples: readonly (readonly [line: string, text: string])[];
  run(call: Call<Specs>): Promise<Outcome>;
}

/** A command among others. */
export type Command = CommandTerms<OptionSpecs>;

/** Types a command by its own options, and makes it one among others. */
export function defineCommand<const Specs extends OptionSpecs>(
  terms: CommandTerms<Specs>,
): Command {
  return terms;
}
