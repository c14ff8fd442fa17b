import type { ProblemCode } from '../problems.js';

/** What the documentation says about a code besides its status and title. Markdown. */
export interface ProblemText {
  /** When it is answered. */
  readonly meaning: string;
  /** What the caller does about it. */
  readonly remedy: string;
}

/** The texts of some codes. */
export type ProblemTexts = Readonly<Partial<Record<ProblemCode, ProblemText>>>;
