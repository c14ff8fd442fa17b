import type { ExitReason } from './exit-codes.js';

/** What a person is told when a command cannot do its work. */
export interface FailureTerms {
  /** Stable: scripts react to it. */
  readonly code: string;
  /** What is wrong and what to do, in one sentence or two. Never a secret. */
  readonly message: string;
  readonly exit: ExitReason;
  /** The option or member that is to blame. */
  readonly field?: string | undefined;
}

/** Ends a command: an expected failure of the world outside, or a command that makes no sense. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
  readonly terms: FailureTerms;

  constructor(terms: FailureTerms) {
    super(terms.message);
    this.terms = terms;
  }
}

/** The command makes no sense as it was typed. */
export function misuse(message: string, field?: string): CommandFailure {
  return new CommandFailure({ code: 'misused', message, exit: 'misused', field });
}

/** Something outside the program failed. */
export function failure(code: string, message: string): CommandFailure {
  return new CommandFailure({ code, message, exit: 'failed' });
}

/** The terms of whatever was thrown. What nobody foresaw is told in one line, without a stack. */
export function toFailureTerms(error: unknown): FailureTerms {
  if (isCommandFailure(error)) return error.terms;
  const { code, message, option } = describe(error);
  if (code === 'invalid_options') {
    return { code, message, exit: 'misused', field: option };
  }
  if (code === 'wrong_passphrase' || code === 'bad_key_store') {
    return { code, message, exit: 'failed' };
  }
  const reason = code === undefined ? message : `${message} (${code})`;
  const hint = 'If the message does not say what to do, please report it.';
  return { code: 'internal_error', message: `${reason}. ${hint}`, exit: 'failed' };
}

/** The code of an error of the system, such as `ENOENT`, where it has one. */
export function systemCodeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

/** Whether an error is one that a command ends with. */
export function isCommandFailure(error: unknown): error is CommandFailure {
  return error instanceof Error && error.name === 'CommandFailure';
}

function describe(error: unknown): { code?: string; message: string; option?: string } {
  if (!(error instanceof Error)) return { message: String(error) };
  const { code, option } = error as { code?: unknown; option?: unknown };
  return {
    message: error.message,
    ...(typeof code === 'string' && { code }),
    ...(typeof option === 'string' && { option }),
  };
}
