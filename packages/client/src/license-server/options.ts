import { normalizeDomainKey, OptionsError, parseDomainName, productCodePattern } from '@licet/core';
import type { StatusListsOptions } from '@licet/core/node';
import {
  parseClientOptions,
  refuseUnknown,
  toInteger,
  type ClientSettings,
  type LicetClientOptions,
} from '../options.js';
import { backgroundSchedule } from '../schedule.js';
import type { LicenseServerEvent } from './refresh.js';

/** What a source of licenses from a server is given. */
export interface LicenseServerOptions extends Pick<
  LicetClientOptions,
  | 'apiKey'
  | 'timeoutMilliseconds'
  | 'dangerouslyAllowHttp'
  | 'fetch'
  | 'clock'
  | 'schedule'
  | 'random'
> {
  /** Where the server is, such as `https://licenses.example.com`. */
  readonly url: string;
  /** The code of the product, the same as the gate's. */
  readonly product: string;
  /** A host name that the license is for. */
  readonly domain: string;
  /** The key that came with the license. */
  readonly domainKey: string;
  /** Where the license is kept between starts. A small file with `.state` added to its name is kept beside it. */
  readonly cacheFile: string;
  /** How often the server is asked: 60 to 86,400, by default 21,600 (six hours), give or take a tenth. */
  readonly refreshSeconds?: number;
  /**
   * How to hear which licenses were revoked: by default the server's status lists are asked for every minute and kept beside the license in a
   * file with `.lists` added to its name. `false` asks for none.
   */
  readonly statusLists?: Pick<StatusListsOptions, 'addressOf' | 'trustUrl' | 'pollSeconds'> | false;
  /** Hears of every refresh. What it throws is dropped. */
  readonly onEvent?: (event: LicenseServerEvent) => void;
}

/** What a source asks for, and what its answers have to be for. */
export interface LicenseOrder {
  readonly product: string;
  /** Canonical. */
  readonly domain: string;
  readonly domainKey: string;
  /** In the form that is hashed. */
  readonly normalizedKey: string;
}

/** Options of a source after all checks, with every default filled in. */
export interface LicenseServerSettings {
  readonly client: ClientSettings;
  readonly order: LicenseOrder;
  readonly cacheFile: string;
  readonly refreshSeconds: number;
  /** `undefined` to ask for none. */
  readonly statusLists: StatusListsOptions | undefined;
  readonly onEvent: (event: LicenseServerEvent) => void;
}

const known = [
  'url',
  'apiKey',
  'product',
  'domain',
  'domainKey',
  'cacheFile',
  'refreshSeconds',
  'statusLists',
  'timeoutMilliseconds',
  'dangerouslyAllowHttp',
  'onEvent',
  'fetch',
  'clock',
  'schedule',
  'random',
];
/** A license in base64, and some room. */
const mostAnswerBytes = 32 * 1024;

/** Checks options once. Throws `OptionsError` that names the option and what to write, and never repeats a key. */
export function parseLicenseServerOptions(options: LicenseServerOptions): LicenseServerSettings {
  refuseUnknown(options, known);
  const { url, product, domain, domainKey, cacheFile, refreshSeconds, onEvent, ...others } =
    options;
  const { statusLists, ...rest } = others;
  const client = {
    ...parseClientOptions(
      { schedule: backgroundSchedule, ...rest, baseUrl: url, retries: 0 },
      'url',
    ),
    mostAnswerBytes,
  };
  return {
    client,
    order: toOrder({ product, domain, domainKey }),
    cacheFile: toPath(cacheFile),
    refreshSeconds: toInteger('refreshSeconds', refreshSeconds ?? 21_600, {
      least: 60,
      most: 86_400,
    }),
    statusLists: statusLists === false ? undefined : toListOptions(statusLists, client, cacheFile),
    onEvent: onEvent ?? (() => undefined),
  };
}

/** The lists need no API key, and may come from anywhere: they are signed. */
function toListOptions(
  given: Exclude<LicenseServerOptions['statusLists'], false>,
  { baseUrl, timeoutMilliseconds, fetch, schedule, random }: ClientSettings,
  cacheFile: string,
): StatusListsOptions {
  const own = { cacheFile: `${cacheFile}.lists`, timeoutMilliseconds, fetch, schedule, random };
  return { url: baseUrl, ...given, ...own };
}

function toOrder({
  product,
  domain,
  domainKey,
}: Record<'product' | 'domain' | 'domainKey', unknown>): LicenseOrder {
  if (typeof product !== 'string' || !productCodePattern.test(product))
    throw new OptionsError('product', 'expected the code of the product, as in the gate.');
  const name = typeof domain === 'string' ? parseDomainName(domain) : undefined;
  if (name?.ok !== true)
    throw new OptionsError('domain', 'expected a host name such as shop.example.com.');
  const normalizedKey = typeof domainKey === 'string' ? normalizeDomainKey(domainKey) : undefined;
  if (typeof domainKey !== 'string' || normalizedKey === undefined)
    throw new OptionsError('domainKey', 'expected the key that came with the license.');
  return { product, domain: name.name, domainKey, normalizedKey };
}

function toPath(cacheFile: unknown): string {
  if (typeof cacheFile === 'string' && cacheFile !== '' && !cacheFile.includes('\0'))
    return cacheFile;
  throw new OptionsError('cacheFile', 'expected the path of a file that may be written.');
}
