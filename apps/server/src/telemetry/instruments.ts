import { createCounter, createHistogram } from './registry.js';

/** Seconds: from a look-up in memory to the longest time that a request may take. */
const durations = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15];
const sizes = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512];

/**
 * What is counted while the process works. One set for the process, as it is the process that is watched: several servers in one, which only tests
 * have, count together. No label has a value that comes from outside.
 */
export const instruments = {
  requests: createHistogram(
    'licet_http_request_duration_seconds',
    'Time from the request line to the end of the answer.',
    durations,
  ),
  failures: createCounter('licet_failures_total', 'Requests that were answered with a problem.'),
  refusals: createCounter(
    'licet_license_refusals_total',
    'Licenses, files and tokens that were checked and found not valid.',
  ),
  signatures: createHistogram(
    'licet_document_signing_duration_seconds',
    'Documents that were signed, and how long each took with its wait for a lane.',
    durations,
  ),
  transactions: createHistogram(
    'licet_database_transaction_duration_seconds',
    'Time from the wish to write to its commit.',
    durations,
  ),
  batches: createHistogram(
    'licet_database_batch_size',
    'How many look-ups or writes were put together.',
    sizes,
  ),
} as const;
