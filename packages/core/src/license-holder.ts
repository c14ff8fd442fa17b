import { refuse, type RefusedDecision } from './access/decision.js';
import type { VerifiedLicense } from './document/verified-license.js';
import { verifyDocument } from './document/verify-document.js';
import type { GateListener } from './gate-events.js';
import type { LicenseReceiver } from './license-source.js';
import type { TrustedKeys } from './trust/trusted-keys.js';

/** What a license has to be, and who hears about it. */
export interface LicenseHolderSettings {
  readonly product: string;
  readonly pins: TrustedKeys;
  readonly report: GateListener;
}

/** Keeps the last good license that a source delivered, and the reason why there is none. */
export class LicenseHolder implements LicenseReceiver {
  /** The license in use. */
  license: VerifiedLicense | undefined;
  /** What to answer while there is no license. */
  refusal: RefusedDecision = refuse('no_license', 'No license has been read yet.');

  readonly #settings: LicenseHolderSettings;

  constructor(settings: LicenseHolderSettings) {
    this.#settings = settings;
  }

  deliver(text: string): void {
    const { product, pins, report } = this.#settings;
    const verification = verifyDocument(text, { kind: 'domain-license', product, pins });
    if (!verification.ok) {
      this.#fail(refuse(verification.code, verification.detail));
      return;
    }
    const { license } = verification;
    this.license = license;
    const { licenseId, generation, expiresAt } = license;
    report({ type: 'license-loaded', licenseId, generation, expiresAt });
  }

  fail(detail: string): void {
    this.#fail(refuse('no_license', detail));
  }

  #fail(refusal: RefusedDecision): void {
    this.refusal = refusal;
    this.#settings.report({ type: 'license-failed', code: refusal.code, detail: refusal.detail });
  }
}
