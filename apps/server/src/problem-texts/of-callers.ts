import type { ProblemTexts } from './problem-text.js';

/** Who may not ask, or not so often. */
export const callerTexts = {
  rate_limited: {
    meaning:
      'More requests came from this address, or with this API key, than the server is set to answer in a minute.',
    remedy: 'Wait the seconds in `Retry-After`; `RateLimit` tells beforehand what is left.',
  },
  too_many_guesses: {
    meaning:
      'So many wrong keys or serials came from this address, or with this API key, that each further one has to wait. Right ones of ours are answered meanwhile.',
    remedy: 'Wait the seconds in `Retry-After`, and find out which client sends the wrong ones.',
  },
  unauthorized: {
    meaning:
      'No API key came, or one that is malformed, unknown, ended or revoked. Which of these it is, is not told.',
    remedy:
      'Send a valid key in the header `X-Api-Key`. An administrator sees in the list of API keys whether yours has ended or was revoked.',
  },
  sign_in_failed: {
    meaning: 'Nobody signs in to the console with this address and this password.',
    remedy:
      'Check both. Whoever runs the server makes a link for a new password with `licet-server console invite`.',
  },
  signed_out: {
    meaning: 'There is no session of the console in the cookie, or it is over.',
    remedy: 'Sign in to the console. Programs send an API key instead.',
  },
  cross_site_request: {
    meaning:
      'A request with the session of the console came from a page of another site, or a change came without the token of the session.',
    remedy:
      'Use the console under its own address: load it again. Programs send an API key instead.',
  },
  insufficient_scope: {
    meaning: 'The API key is good, but not for this operation.',
    remedy:
      'Use a key of the scope that `detail` names. Never ship a key of scope `admin` or `issue` with a product.',
  },
} as const satisfies ProblemTexts;
