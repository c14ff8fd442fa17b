import type { ProblemTexts } from './problem-text.js';

/** What the server itself is not able to do. */
export const serverTexts = {
  internal_error: {
    meaning: 'The server made a mistake. Nothing was stored by halves.',
    remedy: 'Try again. If it happens again, its log has the reason beside the id of the request.',
  },
  database_unavailable: {
    meaning: 'The database is locked, full or away, and nothing was stored.',
    remedy:
      'Try again after the seconds in `Retry-After`; repeat writes under one `Idempotency-Key`.',
  },
  license_file_burnt: {
    meaning:
      'The key that signed the file of the license was stolen, so that no guard accepts it, and the vendor has not signed it anew yet.',
    remedy:
      'Fetch the file again after the seconds in `Retry-After`. The vendor signs all such files anew with `licet-server re-sign`.',
  },
  overloaded: {
    meaning: 'More requests are waiting than the server can answer in good time.',
    remedy: 'Try again after the seconds in `Retry-After`, and wait longer each time.',
  },
  not_ready: {
    meaning: 'The server has no key to sign licenses with.',
    remedy: 'Make one: `licet-server signing-keys rotate --use license`.',
  },
} as const satisfies ProblemTexts;
