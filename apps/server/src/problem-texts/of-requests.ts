import type { ProblemTexts } from './problem-text.js';

/** What is wrong with a request before anybody looks at what it asks for. */
export const requestTexts = {
  malformed_request: {
    meaning: 'What arrived is not HTTP/1.1, or its path or length does not hold together.',
    remedy: 'Send the request with an ordinary HTTP library, and percent-encode what is in a path.',
  },
  not_found: {
    meaning: 'No operation has this path.',
    remedy: 'Compare the path with those of `/openapi.json`.',
  },
  method_not_allowed: {
    meaning: 'The path exists, but not for this method.',
    remedy: 'Use one of the methods that the header `Allow` lists.',
  },
  request_timeout: {
    meaning: 'The request was not complete in time.',
    remedy: 'Send it again. If that happens often, look at the connection.',
  },
  payload_too_large: {
    meaning: 'The body has more than 64 kB.',
    remedy: 'Send less: no operation needs that much.',
  },
  uri_too_long: {
    meaning: 'A part of the path is longer than any id or code.',
    remedy: 'Check what was put into the path.',
  },
  unsupported_media_type: {
    meaning: 'The body has another media type than JSON, a content encoding, or no type at all.',
    remedy: 'Send `Content-Type: application/json`, and the body uncompressed.',
  },
  headers_too_large: {
    meaning: 'The headers together are too large.',
    remedy: 'Send fewer or shorter ones. Cookies mean nothing here.',
  },
} as const satisfies ProblemTexts;
