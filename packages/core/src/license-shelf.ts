import { refuse, type RefusedDecision } from './access/decision.js';
import type { SignedTimes } from './access/standing.js';
import type { VerifiedLicense } from './document/verified-license.js';
import { verifyDocument } from './document/verify-document.js';
import type { VerificationCode } from './errors.js';
import type { GateListener } from './gate-events.js';
import type { Delivery, LicenseReceiver } from './license-source.js';
import type { EpochSeconds } from './time/clock.js';
import type { TrustedKeys } from './trust/trusted-keys.js';

/** What a license has to be, and who hears about it. */
export interface LicenseHolderSettings {
  readonly product: string;
  readonly pins: TrustedKeys;
  readonly report: GateListener;
}

/** A license in use, and what is known of the time from what was signed. */
export interface HeldLicense extends SignedTimes {
  readonly license: VerifiedLicense;
}

/** Keeps the last good license that a source delivered, and the reason why there is none. */
export class LicenseHolder implements LicenseReceiver {
  /** The license in use. */
  held: HeldLicense | undefined;
  /** What to answer while there is no license. */
  refusal: RefusedDecision = refuse('no_license', 'No license has been read yet.');

  readonly #settings: LicenseHolderSettings;
  #clockMark: EpochSeconds = -Infinity;

  constructor(settings: LicenseHolderSettings) {
    this.#settings = settings;
  }

  deliver(text: string): Delivery {
    const { product, pins } = this.#settings;
    const verification = verifyDocument(text, { kind: 'domain-license', product, pins });
    if (verification.ok && this.#isOlder(verification.license)) return this.#refuseOlder();
    if (verification.ok) this.#take(verification.license);
    else this.#fail(verification.code, verification.detail);
    return verification;
  }

  fail(detail: string): void {
    this.#fail('no_license', detail);
  }

  seen(signedAt: EpochSeconds): void {
    if (!(signedAt > this.#clockMark)) return;
    this.#clockMark = signedAt;
    if (this.held !== undefined) this.held = Object.freeze({ ...this.held, clockMark: signedAt });
  }

  #take(license: VerifiedLicense): void {
    const lastSignedAt = Math.max(this.held?.lastSignedAt ?? -Infinity, license.issuedAt);
    this.seen(license.issuedAt);
    this.held = Object.freeze({ license, lastSignedAt, clockMark: this.#clockMark });
    const { licenseId, generation, expiresAt } = license;
    this.#settings.report({ type: 'license-loaded', licenseId, generation, expiresAt });
  }

  #isOlder({ licenseId, generation }: VerifiedLicense): boolean {
    const present = this.held?.license;
    return present?.licenseId === licenseId && generation < present.generation;
  }

  #refuseOlder(): Delivery {
    const detail = 'A later document of this license was seen already.';
    this.#settings.report({ type: 'license-failed', code: 'older_document', detail });
    return { ok: false, code: 'older_document', detail };
  }

  #fail(code: 'no_license' | VerificationCode, detail: string): void {
    this.refusal = refuse(code, detail);
    this.#settings.report({ type: 'license-failed', code, detail });
  }
}
