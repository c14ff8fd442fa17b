import { OptionsError, systemClock, type Clock } from '@licet/core';
import { systemRandom, type Random } from './random.js';
import { systemSchedule, type Schedule } from './schedule.js';

/** What a client is given. */
export interface LicetClientOptions {
  /** Where the server is, such as `https://licenses.example.com`. */
  readonly baseUrl: string;
  /** Sent as `X-Api-Key`, to `baseUrl` and nowhere else. */
  readonly apiKey: string;
  /** How long one attempt may take, the reading of its answer included: 1 to 600,000, by default 10,000. */
  readonly timeoutMilliseconds?: number;
  /** How often a call is tried again that failed in passing: 0 to 10, by default 2. */
  readonly retries?: number;
  /** Allows `http:` to other machines, where everybody on the way can read the API key. */
  readonly dangerouslyAllowHttp?: boolean;
  /** Replaces the global `fetch`. */
  readonly fetch?: typeof fetch;
  /** The present time in whole seconds; by default the machine's clock. */
  readonly clock?: Clock;
  /** Replaces the timers of Node. */
  readonly schedule?: Schedule;
  /** Replaces the random part of waits. */
  readonly random?: Random;
}

/** Options of a client after all checks, with every default filled in. */
export interface ClientSettings {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly timeoutMilliseconds: number;
  readonly retries: number;
  /** More than any answer of the API is long. */
  readonly mostAnswerBytes: number;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly random: Random;
}

const known = [
  'baseUrl',
  'apiKey',
  'timeoutMilliseconds',
  'retries',
  'dangerouslyAllowHttp',
  'fetch',
  'clock',
  'schedule',
  'random',
];
const mostAnswerBytes = 4 * 1024 * 1024;

/** Checks options once. Throws `OptionsError` that names the option and what to write, and never repeats the API key. */
export function parseClientOptions(
  options: LicetClientOptions,
  urlOption: string = 'baseUrl',
): ClientSettings {
  refuseUnknown(options, known);
  return {
    baseUrl: toServerUrl(urlOption, options.baseUrl, options.dangerouslyAllowHttp === true),
    apiKey: toApiKey(options.apiKey),
    timeoutMilliseconds: toInteger('timeoutMilliseconds', options.timeoutMilliseconds ?? 10_000, {
      least: 1,
      most: 600_000,
    }),
    retries: toInteger('retries', options.retries ?? 2, { least: 0, most: 10 }),
    mostAnswerBytes,
    fetch: options.fetch ?? globalThis.fetch,
    clock: options.clock ?? systemClock,
    schedule: options.schedule ?? systemSchedule,
    random: options.random ?? systemRandom,
  };
}

/** Throws for a member that no option has, as it is nearly always a misspelt one. */
export function refuseUnknown(options: object, names: readonly string[]): void {
  const unknown = Object.keys(options).find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new OptionsError(unknown, `unknown option; known are ${names.join(', ')}.`);
}

/** An address of a server, without a trailing slash. */
function toServerUrl(option: string, value: unknown, allowsHttp: boolean): string {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined;
  const isPlain = url && url.username + url.password + url.search + url.hash === '';
  if (!isPlain || !/^https?:$/.test(url.protocol)) {
    throw new OptionsError(
      option,
      'expected an address such as https://licenses.example.com, without user, query and fragment.',
    );
  }
  if (url.protocol === 'http:' && !allowsHttp && !isLoopback(url.hostname)) {
    throw new OptionsError(
      option,
      'http: shows the API key to everybody on the way; use https:, or set dangerouslyAllowHttp.',
    );
  }
  return url.href.replace(/\/+$/, '');
}

/** As `URL` spells host names: lower case, IPv4 in four decimal parts, IPv6 in brackets. */
function isLoopback(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

/** A key that can stand in a header field. */
function toApiKey(value: unknown): string {
  if (typeof value === 'string' && /^[\x21-\x7e]{1,256}$/.test(value)) return value;
  throw new OptionsError('apiKey', 'expected an API key of the server: 1 to 256 visible letters.');
}

/** A whole number within limits. */
export function toInteger(
  option: string,
  value: unknown,
  { least, most }: { readonly least: number; readonly most: number },
): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most)
    return value;
  throw new OptionsError(option, `expected a whole number from ${least} to ${most}.`);
}
