import { randomInt } from 'node:crypto';
import { OptionsError } from '../errors.js';
import { refuseUnknownOptions } from '../refuse-unknown-options.js';
import type { ListAddresses } from './list-addresses.js';

/** Options of `statusLists`. */
export interface StatusListsOptions extends ListAddresses {
  /** How often to ask, in seconds: 10 to 86,400, by default 60, give or take a tenth. */
  readonly pollSeconds?: number | undefined;
  /** Where to keep the newest lists between starts: without it a restart knows nothing until a list arrives. */
  readonly cacheFile?: string | undefined;
  /** How long one answer may take: 1 to 600,000, by default 10,000. */
  readonly timeoutMilliseconds?: number | undefined;
  /** Replaces the global `fetch`. */
  readonly fetch?: typeof fetch | undefined;
  /** Runs something later and returns what takes it back; by default timers that keep no process alive. */
  readonly schedule?: ((milliseconds: number, run: () => void) => () => void) | undefined;
  /** Replaces the random part of waits: a number from 0 to 1, 1 excluded. */
  readonly random?: (() => number) | undefined;
}

/** Options after all checks, with every default filled in. */
export interface StatusListsSettings extends ListAddresses {
  readonly pollSeconds: number;
  readonly cacheFile: string | undefined;
  readonly timeoutMilliseconds: number;
  readonly fetch: typeof fetch;
  readonly schedule: (milliseconds: number, run: () => void) => () => void;
  readonly random: () => number;
}

const known = [
  'url',
  'addressOf',
  'trustUrl',
  'pollSeconds',
  'cacheFile',
  'timeoutMilliseconds',
  'fetch',
  'schedule',
  'random',
];
const steps = 2 ** 32;

/** Checks options once. Throws `OptionsError` that names the option and what to write. */
export function parseStatusListsOptions(options: StatusListsOptions): StatusListsSettings {
  refuseUnknownOptions(options, known);
  const { url, trustUrl, addressOf, cacheFile } = options;
  for (const [option, value] of Object.entries({ url, trustUrl })) checkUrl(option, value);
  if (addressOf !== undefined && typeof addressOf !== 'function')
    throw new OptionsError('addressOf', 'expected a function from a name to an address.');
  if (cacheFile !== undefined && (typeof cacheFile !== 'string' || cacheFile === ''))
    throw new OptionsError('cacheFile', 'expected the path of a file that may be written.');
  return {
    url,
    trustUrl,
    addressOf,
    cacheFile,
    pollSeconds: toInteger('pollSeconds', options.pollSeconds ?? 60, 10, 86_400),
    timeoutMilliseconds: toInteger(
      'timeoutMilliseconds',
      options.timeoutMilliseconds ?? 10_000,
      1,
      600_000,
    ),
    fetch: options.fetch ?? globalThis.fetch,
    schedule: options.schedule ?? runLater,
    random: options.random ?? (() => randomInt(steps) / steps),
  };
}

function checkUrl(option: string, value: unknown): void {
  if (value === undefined) return;
  if (typeof value === 'string' && /^https?:\/\//.test(value) && URL.canParse(value)) return;
  throw new OptionsError(option, 'expected an address such as https://licenses.example.com.');
}

function toInteger(option: string, value: unknown, least: number, most: number): number {
  if (Number.isInteger(value) && Number(value) >= least && Number(value) <= most)
    return Number(value);
  throw new OptionsError(
    option,
    `expected a whole number from ${String(least)} to ${String(most)}.`,
  );
}

function runLater(milliseconds: number, run: () => void): () => void {
  const timer = setTimeout(run, milliseconds);
  timer.unref();
  return () => {
    clearTimeout(timer);
  };
}
