import { refuse, type RefusedDecision } from './access/decision.js';
import { endDetails } from './access/refusal-details.js';
import type { VerifiedLicense } from './document/verified-license.js';
import { verifyDocument } from './document/verify-document.js';
import type { EndCode, VerificationCode } from './errors.js';
import type { GateListener } from './gate-events.js';
import { LicenseIndex, type HeldLicense } from './license-index.js';
import type { Delivery, LicenseReceiver } from './license-source.js';
import { ListShelf } from './status/list-shelf.js';
import { toListKey, type StatusListName } from './status/status-list.js';
import type { ListDelivery } from './status/status-source.js';
import type { Inflate } from './status/verify-status-list.js';
import type { EpochSeconds } from './time/clock.js';
import { isBurnt } from './trust/trust-list.js';
import type { TrustedKeys } from './trust/trusted-keys.js';

/** What a license has to be, and who hears about it. */
export interface LicenseShelfSettings {
  readonly product: string;
  readonly pins: TrustedKeys;
  readonly report: GateListener;
}

/** What the vendor's lists mean for a license. */
export interface ListStanding {
  readonly ended: EndCode | undefined;
  readonly lastSignedAt: EpochSeconds;
}

/** Keeps the last good license under each name that a source delivers, and the reason why there is none. */
export class LicenseShelf implements LicenseReceiver {
  /** What to answer while there is no license. */
  refusal: RefusedDecision = refuse('no_license', 'No license has been read yet.');
  /** Raised by every change: an answer that was found at one revision holds only there. */
  revision = 0;
  /** Nothing signed was ever seen with a later time than this: the clock cannot be before it. */
  clockMark: EpochSeconds = -Infinity;

  /** What the vendor said of documents after they were signed. */
  readonly lists: ListShelf;

  readonly #settings: LicenseShelfSettings;
  readonly #byName = new Map<string, HeldLicense>();
  readonly #index = new LicenseIndex();
  #alone: readonly HeldLicense[] = [];
  readonly #generations = new Map<string, number>();

  constructor(settings: LicenseShelfSettings) {
    this.#settings = settings;
    this.lists = new ListShelf(settings.pins);
  }

  get size(): number {
    return this.#byName.size;
  }

  /** The license, when there is exactly one. */
  get alone(): HeldLicense | undefined {
    return this.#alone[0];
  }

  /** The licenses that may allow a canonical host. A license that is alone is always asked, as it knows best why not. */
  find(host: string): readonly HeldLicense[] {
    return this.size === 1 ? this.#alone : this.#index.find(host);
  }

  deliver(text: string, name = ''): Delivery {
    const { product, pins } = this.#settings;
    const verification = verifyDocument(text, { kind: 'domain-license', product, pins });
    if (verification.ok && this.#isBurnt(verification.license)) return this.#refuseBurnt(name);
    if (verification.ok && this.#isOlder(verification.license)) return this.#refuseOlder(name);
    if (verification.ok) this.#take(verification.license, name);
    else this.#fail(verification.code, withName(name, verification.detail));
    return verification;
  }

  fail(detail: string): void {
    this.#fail('no_license', detail);
  }

  remove(name: string): void {
    const held = this.#byName.get(name);
    if (held === undefined) return;
    this.#replace(name, held, undefined);
    this.#settings.report({ type: 'license-removed', licenseId: held.license.licenseId });
  }

  /** How a license stands by the lists: what ended it, and the latest signed time that was verified for it. */
  standingOf({ license, lastSignedAt }: HeldLicense): ListStanding {
    const heardAt = this.lists.heardAt(license);
    return {
      ended: this.lists.endOf(license),
      lastSignedAt: Math.max(lastSignedAt, heardAt),
    };
  }

  listsInUse(): readonly StatusListName[] {
    const names = new Map<string, StatusListName>();
    for (const { license } of this.#byName.values()) {
      const { status, issuer } = license;
      const name = status && { uri: status.uri, issuer };
      if (name) names.set(toListKey(name), name);
    }
    return [...names.values()];
  }

  deliverStatusList(text: string, name: StatusListName, inflate: Inflate): ListDelivery {
    return this.#takeList(name.uri, () => this.lists.takeStatusList(text, name, inflate));
  }

  deliverTrustList(text: string): ListDelivery {
    return this.#takeList('trust', () => this.lists.takeTrustList(text));
  }

  failList(name: string, detail: string): void {
    this.#settings.report({ type: 'list-failed', name, code: 'unavailable', detail });
  }

  seen(signedAt: EpochSeconds): void {
    if (!(signedAt > this.clockMark)) return;
    this.clockMark = signedAt;
    this.revision++;
  }

  #take(license: VerifiedLicense, name: string): void {
    const { licenseId, generation, expiresAt, issuedAt } = license;
    const before = this.#byName.get(name);
    const lastSignedAt = Math.max(before?.lastSignedAt ?? -Infinity, issuedAt);
    this.#replace(name, before, Object.freeze({ license, lastSignedAt }));
    this.#generations.set(licenseId, generation);
    this.seen(issuedAt);
    this.#settings.report({ type: 'license-loaded', licenseId, generation, expiresAt });
  }

  #replace(name: string, before: HeldLicense | undefined, after: HeldLicense | undefined): void {
    if (before !== undefined) this.#index.remove(before);
    if (after === undefined) this.#byName.delete(name);
    else {
      this.#byName.set(name, after);
      this.#index.add(after);
    }
    this.#alone = this.size === 1 ? [...this.#byName.values()] : [];
    this.revision++;
  }

  /** Takes a list and tells what it changed. */
  #takeList(name: string, take: () => ListDelivery): ListDelivery {
    const { report } = this.#settings;
    const before = this.#ends();
    const delivery = take();
    if (!delivery.ok) {
      const { code, detail } = delivery;
      report({ type: 'list-failed', name, code, detail });
      return delivery;
    }
    const { sequence, issuedAt } = delivery;
    this.revision++;
    this.seen(issuedAt);
    report({ type: 'list-loaded', name, sequence, issuedAt });
    this.#reportEnds(before);
    return delivery;
  }

  #ends(): ReadonlyMap<HeldLicense, EndCode | undefined> {
    const held = [...this.#byName.values()];
    return new Map(held.map((each) => [each, this.lists.endOf(each.license)]));
  }

  #reportEnds(before: ReadonlyMap<HeldLicense, EndCode | undefined>): void {
    const { report } = this.#settings;
    for (const [held, code] of this.#ends()) {
      const { licenseId } = held.license;
      if (code === before.get(held)) continue;
      if (code === undefined) report({ type: 'license-reinstated', licenseId });
      else report({ type: 'license-ended', licenseId, code });
    }
  }

  #isBurnt(license: VerifiedLicense): boolean {
    return isBurnt(license, this.lists.trustListOf(license.issuer));
  }

  #refuseBurnt(name: string): Delivery {
    const detail = withName(name, endDetails.burnt_key);
    this.#fail('burnt_key', detail);
    return { ok: false, code: 'burnt_key', detail };
  }

  #isOlder({ licenseId, generation }: VerifiedLicense): boolean {
    return generation < (this.#generations.get(licenseId) ?? 0);
  }

  #refuseOlder(name: string): Delivery {
    const detail = withName(name, 'A later document of this license was seen already.');
    this.#settings.report({ type: 'license-failed', code: 'older_document', detail });
    return { ok: false, code: 'older_document', detail };
  }

  #fail(code: 'no_license' | VerificationCode, detail: string): void {
    this.refusal = refuse(code, detail);
    this.#settings.report({ type: 'license-failed', code, detail });
  }
}

function withName(name: string, detail: string): string {
  return name === '' ? detail : `${name}: ${detail}`;
}
