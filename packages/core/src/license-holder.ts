import { refuse, type RefusedDecision } from './access/decision.js';
import type { VerifiedLicense } from './document/verified-license.js';
import { verifyDocument } from './document/verify-document.js';
import type { VerificationCode } from './errors.js';
import type { GateListener } from './gate-events.js';
import type { LicenseReceiver } from './license-source.js';
import type { EpochSeconds } from './time/clock.js';
import type { TrustedKeys } from './trust/trusted-keys.js';

/** What a license has to be, and who hears about it. */
export interface LicenseHolderSettings {
  readonly product: string;
  readonly pins: TrustedKeys;
  readonly report: GateListener;
}

/** A license in use, and the latest time in anything signed that was seen: the local clock cannot be before it. */
export interface HeldLicense {
  readonly license: VerifiedLicense;
  readonly lastSignedAt: EpochSeconds;
}

/** Keeps the last good license that a source delivered, and the reason why there is none. */
export class LicenseHolder implements LicenseReceiver {
  /** The license in use. */
  held: HeldLicense | undefined;
  /** What to answer while there is no license. */
  refusal: RefusedDecision = refuse('no_license', 'No license has been read yet.');

  readonly #settings: LicenseHolderSettings;

  constructor(settings: LicenseHolderSettings) {
    this.#settings = settings;
  }

  deliver(text: string): void {
    const { product, pins } = this.#settings;
    const verification = verifyDocument(text, { kind: 'domain-license', product, pins });
    if (!verification.ok) this.#fail(verification.code, verification.detail);
    else if (this.#isOlder(verification.license)) this.#reportOlder();
    else this.#take(verification.license);
  }

  fail(detail: string): void {
    this.#fail('no_license', detail);
  }

  #take(license: VerifiedLicense): void {
    const lastSignedAt = Math.max(this.held?.lastSignedAt ?? 0, license.issuedAt);
    this.held = Object.freeze({ license, lastSignedAt });
    const { licenseId, generation, expiresAt } = license;
    this.#settings.report({ type: 'license-loaded', licenseId, generation, expiresAt });
  }

  #isOlder({ licenseId, generation }: VerifiedLicense): boolean {
    const present = this.held?.license;
    return present?.licenseId === licenseId && generation < present.generation;
  }

  #reportOlder(): void {
    const detail = 'A later document of this license was seen already.';
    this.#settings.report({ type: 'license-failed', code: 'older_document', detail });
  }

  #fail(code: 'no_license' | VerificationCode, detail: string): void {
    this.refusal = refuse(code, detail);
    this.#settings.report({ type: 'license-failed', code, detail });
  }
}
