import type { ProblemCode } from '../problems.js';
import { callerTexts } from './of-callers.js';
import { conflictTexts } from './of-conflicts.js';
import { inputTexts } from './of-input.js';
import { missingTexts } from './of-missing.js';
import { requestTexts } from './of-requests.js';
import { serverTexts } from './of-the-server.js';
import type { ProblemText } from './problem-text.js';

/** One row for each code: a missing one does not compile. */
export const problemTexts = {
  ...requestTexts,
  ...inputTexts,
  ...callerTexts,
  ...missingTexts,
  ...conflictTexts,
  ...serverTexts,
} as const satisfies Record<ProblemCode, ProblemText>;
