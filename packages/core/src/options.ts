import { warnOnce } from './console-listener.js';
import { productCodePattern } from './document/claim-tables.js';
import { createTrustedProxies, type TrustedProxies } from './domain/trusted-proxies.js';
import { OptionsError } from './errors.js';
import type { GateListener } from './gate-events.js';
import { licenseText, type LicenseSource } from './license-source.js';
import { refuseUnknownOptions } from './refuse-unknown-options.js';
import type { StatusSource } from './status/status-source.js';
import { systemClock, type Clock } from './time/clock.js';
import type { PublicKeyInput } from './trust/public-key-formats.js';
import { createTrustedKeys, type TrustedKeys } from './trust/trusted-keys.js';

/** What a gate, and so every adapter, is given. */
export interface GateOptions {
  /** The code of the product that this application is. */
  readonly product: string;
  /** The license text itself, or a source such as `licenseFile('license.dat')`. */
  readonly license: string | LicenseSource;
  /** Where to hear which licenses were revoked, such as `statusLists()`; `licenseServer()` needs none, as it brings its own. */
  readonly statusLists?: StatusSource;
  /** The pinned public keys as PEM, JWK or RSAKeyValue XML. Keep them in code; pin the vendor's root. */
  readonly publicKeys: PublicKeyInput | readonly PublicKeyInput[];
  /**
   * Addresses, ranges, or `unix`, of the reverse proxies in front: only from them do forwarded headers count.
   * By default none. The framework's own trust-proxy setting plays no part.
   */
  readonly trustedProxies?: readonly string[];
  /** The present time in whole seconds; by default the machine's clock. */
  readonly clock?: Clock;
  /** Hears of loaded and failed licenses and of refused requests; by default the first of each is a line on the console. */
  readonly onEvent?: GateListener;
}

/** Options after all checks, with every default filled in. */
export interface GateSettings {
  readonly product: string;
  readonly source: LicenseSource;
  readonly statusSource: StatusSource | undefined;
  readonly pins: TrustedKeys;
  readonly proxies: TrustedProxies;
  readonly clock: Clock;
  readonly onEvent: GateListener;
}

const known = [
  'product',
  'license',
  'statusLists',
  'publicKeys',
  'trustedProxies',
  'clock',
  'onEvent',
];

/** Checks options once, when a gate is made. Throws `OptionsError` that names the option and what to write. */
export function parseGateOptions(options: GateOptions): GateSettings {
  refuseUnknownOptions(options, known);
  return {
    product: toProduct(options.product),
    source: toSource(options.license),
    statusSource: toStatusSource(options.statusLists),
    pins: createTrustedKeys(options.publicKeys),
    proxies: createTrustedProxies(options.trustedProxies ?? []),
    clock: options.clock ?? systemClock,
    onEvent: options.onEvent ?? warnOnce(),
  };
}

function toProduct(product: unknown): string {
  if (typeof product === 'string' && productCodePattern.test(product)) return product;
  throw new OptionsError(
    'product',
    'expected a product code: 1 to 64 letters, digits, ".", "_" or "-".',
  );
}

function toSource(license: unknown): LicenseSource {
  if (typeof license === 'string') {
    if (license.split('.').length === 3 && !/[/\\]/.test(license))
      return licenseText(license.trim());
    throw new OptionsError(
      'license',
      'this is not a license text; for a path write licenseFile(path).',
    );
  }
  if (typeof license === 'object' && license !== null && 'start' in license)
    return license as LicenseSource;
  throw new OptionsError(
    'license',
    'expected a license text or a source such as licenseFile(path).',
  );
}

function toStatusSource(lists: unknown): StatusSource | undefined {
  if (lists === undefined) return undefined;
  if (typeof lists === 'object' && lists !== null && 'start' in lists) return lists as StatusSource;
  throw new OptionsError('statusLists', 'expected a source such as statusLists().');
}
