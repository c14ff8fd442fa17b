import type { VerifiedLicense } from './document/verified-license.js';
import type { DomainEntry } from './domain/domain-scope.js';
import type { EpochSeconds } from './time/clock.js';

/** A license in use. */
export interface HeldLicense {
  readonly license: VerifiedLicense;
  /** The latest time in anything signed that was verified for it: `offlineDays` are counted from it. */
  readonly lastSignedAt: EpochSeconds;
}

/** Finds the few of many licenses that can be for a host. Whether one really is, `matchesDomain` decides. */
export class LicenseIndex {
  readonly #byKey = new Map<string, Set<HeldLicense>>();

  add(held: HeldLicense): void {
    for (const key of keysOf(held.license)) {
      const licenses = this.#byKey.get(key) ?? new Set();
      this.#byKey.set(key, licenses.add(held));
    }
  }

  remove(held: HeldLicense): void {
    for (const key of keysOf(held.license)) {
      const licenses = this.#byKey.get(key);
      licenses?.delete(held);
      if (licenses?.size === 0) this.#byKey.delete(key);
    }
  }

  /** In a fixed order: those that name the host itself first, then those of ever shorter names above it. */
  find(host: string): readonly HeldLicense[] {
    const found = new Set(this.#byKey.get(host));
    for (let dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
      for (const held of this.#byKey.get(host.slice(dot)) ?? []) found.add(held);
    }
    for (const held of this.#byKey.get(developmentKey) ?? []) found.add(held);
    return [...found];
  }
}

/** No host has a space: licenses that open development hosts can be for any of those. */
const developmentKey = ' ';

function keysOf({ domains, policy }: VerifiedLicense): readonly string[] {
  const keys = domains.flatMap(keysOfEntry);
  return policy.devHosts === true ? [...keys, developmentKey] : keys;
}

/** A key with a leading dot stands for the hosts below a name. */
function keysOfEntry({ name, scope }: DomainEntry): readonly string[] {
  switch (scope) {
    case 'host':
      return [name];
    case 'host+www':
      return [name, `www.${name}`];
    case 'subdomains':
    case 'one-label':
      return [`.${name}`];
    default:
      return [];
  }
}
