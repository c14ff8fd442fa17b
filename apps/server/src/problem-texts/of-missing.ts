import type { ProblemTexts } from './problem-text.js';

/** What is not there. */
export const missingTexts = {
  holder_not_found: {
    meaning:
      'Nobody registered a token license of this license under that identifier, or was forgotten since.',
    remedy: 'Take the identifier from the list of holders.',
  },
  token_setting_not_found: {
    meaning: 'No token setting has this id, it was deleted, or the API key may not see it.',
    remedy: 'List the settings, or create one.',
  },
  license_file_not_found: {
    meaning:
      'The license has no file: it is a token license, or a single-user one that is bound to no machine yet.',
    remedy: 'Fetch a token by operation 11, or issue an activation code for the machine first.',
  },
  activation_not_found: {
    meaning: 'No activation has this id, or the API key may not see it.',
    remedy: 'List the activations of the license.',
  },
  product_not_found: {
    meaning: 'No product has this code, or the API key is bound to another one.',
    remedy: 'Create the product first, or correct the code. Codes are told apart by case.',
  },
  license_not_found: {
    meaning:
      'No license fits all that was asked for: its id or key, the product, the domain. The API key may also be bound to another product.',
    remedy: 'Check each of the values against the license as the vendor sees it.',
  },
  signing_key_not_found: {
    meaning: 'No signing key has this kid.',
    remedy: 'Take the kid from the list of signing keys.',
  },
  invitation_not_found: {
    meaning: 'The link to the console is unknown, was used, or is older than a day.',
    remedy: 'Ask for a new link, or make one with `licet-server console invite`.',
  },
  session_not_found: {
    meaning: 'You have no session of this id: it is over already.',
    remedy: 'Nothing has to be done.',
  },
  user_not_found: {
    meaning: 'No user of the console has this id.',
    remedy: 'Load the list of users again.',
  },
  api_key_not_found: {
    meaning: 'No API key has this id.',
    remedy: 'Take the id from the list of API keys. It is not the key itself.',
  },
} as const satisfies ProblemTexts;
